export const shell = {
  skip: 'Skip to the page',
  navigation: 'Main navigation',
  open_menu: 'Open the menu',
  close_menu: 'Close the menu',
  now: 'Now',
  retention: 'Retention',
  popularity: 'Popularity',
  experiments: 'Experiments',
  viewers: 'Viewers',
  reports: 'Reports',
  system: 'System',
  me: 'My profile',
  language: 'Language',
  theme_dark: 'Use dark colours',
  theme_light: 'Use light colours',
  log_out: 'Log out',
};

export const login = {
  title: 'Log in',
  lead: 'Audience analytics of your catalogue.',
  email: 'E-mail',
  password: 'Password',
  show_password: 'Show the password',
  submit: 'Log in',
  expired: 'Your session has ended. Log in again to go on where you were.',
};

export const common = {
  loading: 'Loading …',
  clear: 'Clear',
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  done: 'Done',
  more: 'Show more',
  save: 'Save',
  nothing_found: 'Nothing found',
  as_table: 'Show the figures as a table',
  days_one: '{{count}} day',
  days_other: '{{count}} days',
  hours: '{{hours}} h',
};

export const problem = {
  title: 'That did not work',
  network: 'The service cannot be reached. Check your connection and try again.',
  unknown: 'Something unexpected happened in the page.',
  error_id: 'For whoever looks after the service, its log names it',
  retry: 'Try again',
  page: 'This page could not be loaded. A newer version may have replaced it.',
  reload: 'Load it again',
};

export const not_found = {
  title: 'There is no such page',
  text: 'The address may be old or misspelt.',
  home: 'Go to the first page.',
};
