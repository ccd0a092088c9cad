export const shell = {
  skip: 'Перейти к содержимому',
  navigation: 'Основное меню',
  open_menu: 'Открыть меню',
  close_menu: 'Закрыть меню',
  now: 'Сейчас',
  retention: 'Удержание',
  popularity: 'Популярность',
  experiments: 'Эксперименты',
  viewers: 'Зрители',
  reports: 'Отчёты',
  system: 'Система',
  me: 'Мой профиль',
  language: 'Язык',
  theme_dark: 'Включить тёмное оформление',
  theme_light: 'Включить светлое оформление',
  log_out: 'Выйти',
};

export const login = {
  title: 'Вход',
  lead: 'Аналитика аудитории вашего каталога.',
  email: 'Эл. почта',
  password: 'Пароль',
  show_password: 'Показать пароль',
  submit: 'Войти',
  expired: 'Сеанс завершён. Войдите снова, чтобы продолжить с того же места.',
};

export const common = {
  loading: 'Загрузка…',
  clear: 'Очистить',
  close: 'Закрыть',
  cancel: 'Отмена',
  copy: 'Скопировать',
  copied: 'Скопировано',
  done: 'Готово',
  more: 'Показать ещё',
  save: 'Сохранить',
  nothing_found: 'Ничего не найдено',
  as_table: 'Показать цифры таблицей',
  days_one: '{{count}} день',
  days_few: '{{count}} дня',
  days_many: '{{count}} дней',
  days_other: '{{count}} дня',
  hours: '{{hours}} ч',
};

export const problem = {
  title: 'Не получилось',
  network: 'Сервис недоступен. Проверьте соединение и попробуйте ещё раз.',
  unknown: 'На странице произошла непредвиденная ошибка.',
  error_id: 'Номер ошибки в журнале сервиса:',
  retry: 'Повторить',
  page: 'Страницу не удалось загрузить. Возможно, её заменила новая версия.',
  reload: 'Загрузить снова',
};

export const not_found = {
  title: 'Такой страницы нет',
  text: 'Возможно, адрес устарел или в нём опечатка.',
  home: 'Перейти на первую страницу.',
};
