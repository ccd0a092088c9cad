import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import {
  IsCleanText,
  IsEmailAddress,
  IsId,
  IsInstant,
  IsTimeZoneName,
} from '../../../common/http/validation/constraints';
import { formatInstant } from '../../../common/kernel/instant';
import { type Role, ROLES } from '../../../common/kernel/role';
import type { User } from '../domain/user';

/** Fields that are left out stay as they are; null clears them. */
export class PutUserDto {
  @IsId()
  id: string;

  @IsInstant()
  registered_at: string;

  /** Each e-mail belongs to one user, whatever its case. */
  @IsOptional()
  @IsEmailAddress()
  email?: string | null;

  @IsOptional()
  @IsCleanText(1, 200)
  @ApiProperty({ example: 'Anna' })
  name?: string | null;

  /** Only accounts of role `user` are analysed. Default: `user`. */
  @IsOptional()
  @IsIn(ROLES)
  @ApiProperty({ enum: ROLES })
  role?: Role | null;

  /** Kept as an argon2id hash. */
  @IsOptional()
  @IsCleanText(8, 200)
  @ApiProperty({ writeOnly: true, format: 'password' })
  password?: string | null;

  @IsOptional()
  @IsTimeZoneName()
  timezone?: string | null;
}

export class PutUsersDto {
  @ApiProperty({ type: [PutUserDto], maxItems: 1000 })
  users: PutUserDto[];
}

/** What is kept about a person beside their views. */
export class UserProfileDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  email: string | null;

  name: string | null;

  /** IANA name; null: UTC. */
  timezone: string | null;

  @ApiProperty({ format: 'date-time' })
  registered_at: string;
}

export function presentProfile(user: User): UserProfileDto {
  const { id, role, email, name, timezone } = user;
  return { id, role, email, name, timezone, registered_at: formatInstant(user.registeredAt) };
}
