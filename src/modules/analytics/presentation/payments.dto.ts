import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IsCurrency, IsId, IsInstant } from '../../../common/http/validation/constraints';

/** A thousand millions in a currency with two decimals; sums of many stay exact. */
const MOST = 100_000_000_000;

export class PaymentDto {
  /** Made by the sender, the same in every repetition. */
  @IsId()
  payment_id: string;

  @IsId()
  user_id: string;

  /** Whole minor units (cents, kopecks); negative for a refund. */
  @IsInt()
  @Min(-MOST)
  @Max(MOST)
  @ApiProperty({ type: 'integer', example: 49_900 })
  amount_minor: number;

  /** ISO 4217, three capital letters. */
  @IsCurrency()
  currency: string;

  /** Any age, at most 5 minutes ahead. */
  @IsInstant()
  paid_at: string;
}

export class RecordPaymentsDto {
  @ApiProperty({ type: [PaymentDto], maxItems: 1000 })
  payments: PaymentDto[];
}
