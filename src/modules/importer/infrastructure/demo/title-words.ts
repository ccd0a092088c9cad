/** What the titles are made of. None is taken from a work; pairs that happen to be one are an accident. */
export const ENGLISH_ADJECTIVES =
  `Amber Borrowed Brass Cedar Clockwork Cobalt Copper Crooked Drowsy Feathered Frosted Gilded Hollow Indigo
  Ivory Juniper Lantern Linen Marble Midwinter Mossy Northern Orchard Paper Patient Pewter Quiet Restless
  Saffron Salted Seventh Slate Sleepless Tidal Unwritten Velvet Vermilion Wandering Willow Windward`.split(
    /\s+/,
  );

export const ENGLISH_NOUNS =
  `Almanac Apothecary Archivist Atlas Bakery Beekeeper Boatyard Cartographer Causeway Choir Compass Courier
  Dovecote Embassy Estuary Ferryman Foundry Gatekeeper Glasshouse Granary Harvest Inheritance Interpreter
  Junction Kiln Ledger Lighthouse Locksmith Meridian Messenger Observatory Outpost Parade Pilot Planetarium
  Quarry Reservoir Sonata Staircase Station Stowaway Telegram Tollhouse Umbrella Verdict Viaduct Watchmaker
  Wharf`.split(/\s+/);

/** Stems that take -ый, -ая, -ое. */
export const RUSSIAN_STEMS =
  `Янтарн Туманн Стеклянн Медн Снежн Каменн Лунн Солнечн Забыт Мятн Бумажн Серебрян Железн Бел Красн
  Вишнёв Кленов Полынн Пыльн Сонн Хрустальн Дождлив Упрям Весёл Печальн Северн Глинян Ветрен`.split(/\s+/);

/** By gender: masculine, feminine, neuter. */
export const RUSSIAN_NOUNS: readonly (readonly [string, 'ый' | 'ая' | 'ое'])[] = [
  ...'маяк мост берег сад остров вокзал поезд переулок сторож капитан картограф пекарь'
    .split(' ')
    .map((noun) => [noun, 'ый'] as const),
  ...'гавань дорога станция лестница комната мелодия улица мельница пристань аптека орбита зима'
    .split(' ')
    .map((noun) => [noun, 'ая'] as const),
  ...'окно письмо зеркало озеро эхо облако созвездие утро лето перо кружево'
    .split(' ')
    .map((noun) => [noun, 'ое'] as const),
];

export const JAPANESE_OWNERS =
  `Akatsuki Ame Asa Fuyu Garasu Gin Hana Hikari Hoshi Hotaru Kage Kawa Kaze Kiri Kitsune Kujira Kumo Minato
  Momiji Mori Nami Natsu Ringo Sakura Shima Suna Tanpopo Tasogare Tokei Tsubame Tsuki Umi Yama Yoru Yuki
  Zakuro`.split(/\s+/);

export const JAPANESE_THINGS =
  `Akari Chizu Densha Eki Fune Gakkou Hakobune Hashi Heya Kagami Kaidan Kioku Kisetsu Kissaten Machi Mado
  Michi Nikki Ongaku Panya Shokudou Tabibito Tantei Tenmondai Tobira Tokeiya Toshokan Yakusoku Yuubinkyoku
  Zukan`.split(/\s+/);
