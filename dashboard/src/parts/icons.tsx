interface IconProps {
  size?: number;
}

/** Icons beside a word, or inside a button that has a name: never read aloud. Paths after Tabler (MIT). */
function icon(path: string) {
  return function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        aria-hidden="true"
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={path} />
      </svg>
    );
  };
}

export const NowIcon = icon('M3 12h4l3 8 4-16 3 8h4');
export const RetentionIcon = icon('M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z');
export const PopularityIcon = icon('M3 17l6-6 4 4 8-8M14 7h7v7');
export const ExperimentsIcon = icon(
  'M9 3h6M10 3v6L5 19a1.5 1.5 0 0 0 1.4 2h11.2a1.5 1.5 0 0 0 1.4-2L14 9V3M7.5 15h9',
);
export const ViewersIcon = icon(
  'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 21v-2a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v2M16 3.1a4 4 0 0 1 0 7.8M21 21v-2a4 4 0 0 0-3-3.9',
);
export const ReportsIcon = icon(
  'M14 3v5h5M17 21H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h7l5 5v11a2 2 0 0 1-2 2zM12 11v6M9 14.5l3 3 3-3',
);
export const SystemIcon = icon('M4 5h16v5H4zM4 14h16v5H4zM8 7.5v0M8 16.5v0');
export const SunIcon = icon(
  'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M3 12h1M12 3v1M20 12h1M12 20v1M5.6 5.6l.7.7M18.4 5.6l-.7.7M17.7 17.7l.7.7M6.3 17.7l-.7.7',
);
export const MoonIcon = icon('M12 3a6.5 6.5 0 0 0 9 9 9 9 0 1 1-9-9z');
export const LogOutIcon = icon(
  'M14 8V6a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7a2 2 0 0 0 2-2v-2M9 12h12M18 9l3 3-3 3',
);
