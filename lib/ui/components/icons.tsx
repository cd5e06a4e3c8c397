/** Icons as drawings of 24 units in the colour of the text; screen readers pass them over. */

/** `d` is the outline, as in the `path` element of SVG. */
function Icon({ d }: { d: string }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  );
}

export const AddToCalendarIcon = () => (
  <Icon d="M20.5 11.5V7a2 2 0 0 0-2-2h-13a2 2 0 0 0-2 2v11.5a2 2 0 0 0 2 2h6M3.5 10h17M8 3v4M16 3v4M17.5 14.5v6m-3-3h6" />
);
export const AlertIcon = () => (
  <Icon d="M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M12 8v4.5M12 16h.01" />
);
export const BellIcon = () => (
  <Icon d="M6 9a6 6 0 0 1 12 0c0 6 2.5 7 2.5 7h-17S6 15 6 9M10 20a2.2 2.2 0 0 0 4 0" />
);
export const CalendarIcon = () => (
  <Icon d="M5.5 5h13a2 2 0 0 1 2 2v11.5a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-11.5a2 2 0 0 1 2-2zM3.5 10h17M8 3v4M16 3v4" />
);
export const CheckIcon = () => <Icon d="M5 12.5l4.5 4.5L19 7.5" />;
export const ClockIcon = () => (
  <Icon d="M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M12 7v5l3.5 2" />
);
export const CloseIcon = () => <Icon d="M6 6l12 12M18 6 6 18" />;
export const ComputerIcon = () => (
  <Icon d="M5.5 5h13a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-13a1.5 1.5 0 0 1-1.5-1.5v-8a1.5 1.5 0 0 1 1.5-1.5zM2 19.5h20" />
);
export const DashboardIcon = () => (
  <Icon d="M5 3.5h4a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-4a1.5 1.5 0 0 1-1.5-1.5v-5a1.5 1.5 0 0 1 1.5-1.5zM15 3.5h4a1.5 1.5 0 0 1 1.5 1.5v2a1.5 1.5 0 0 1-1.5 1.5h-4a1.5 1.5 0 0 1-1.5-1.5v-2a1.5 1.5 0 0 1 1.5-1.5zM15 12.5h4a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-4a1.5 1.5 0 0 1-1.5-1.5v-5a1.5 1.5 0 0 1 1.5-1.5zM5 15.5h4a1.5 1.5 0 0 1 1.5 1.5v2a1.5 1.5 0 0 1-1.5 1.5h-4a1.5 1.5 0 0 1-1.5-1.5v-2a1.5 1.5 0 0 1 1.5-1.5z" />
);
export const EnvelopeIcon = () => (
  <Icon d="M5.5 5.5h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM4 7.5l8 6 8-6" />
);
export const EnvelopeOpenIcon = () => (
  <Icon d="M3.5 10l8.5-6.5 8.5 6.5v8.5a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2zM4 11l8 5.5 8-5.5" />
);
export const ExpertsIcon = () => (
  <Icon d="M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M2.5 20c.4-3.7 3-6 6.5-6s6.1 2.3 6.5 6M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .8 3.2 2.7 3.5 5.5" />
);
export const InboxIcon = () => (
  <Icon d="M3.5 13.5 6 5.5h12l2.5 8v5h-17zM3.5 13.5H9a3 3 0 0 0 6 0h5.5" />
);
export const MobileIcon = () => (
  <Icon d="M9 2.5h6a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-6a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM11 18.5h2" />
);
export const NextIcon = () => <Icon d="M9.5 5.5l6.5 6.5-6.5 6.5" />;
export const PhoneIcon = () => (
  <Icon d="M5 4h3.5l1.7 4.5-2 1.5a12 12 0 0 0 5.8 5.8l1.5-2 4.5 1.7V19a1.5 1.5 0 0 1-1.5 1.5C10.5 20.5 3.5 13.5 3.5 5.5A1.5 1.5 0 0 1 5 4" />
);
export const PlaceIcon = () => (
  <Icon d="M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21M9.5 9.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0" />
);
export const PreviousIcon = () => <Icon d="M14.5 5.5l-6.5 6.5 6.5 6.5" />;
export const SearchIcon = () => (
  <Icon d="M4.5 11a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M16 16l4.5 4.5" />
);
export const SettingsIcon = () => (
  <Icon d="M3.5 7h8m5 0h4M3.5 17h4m5 0h8M11.5 7a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M7.5 17a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0" />
);
export const SignOutIcon = () => (
  <Icon d="M14 4H6a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6 20h8M10 12h10.5m-3.5-3.5 3.5 3.5-3.5 3.5" />
);
export const VideoIcon = () => (
  <Icon d="M4.5 6h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zM15.5 11l6-3.5v9l-6-3.5" />
);
