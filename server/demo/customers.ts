/** A customer before it has an id: how often it buys, beside the others, and after what share of the history it first did. */
export type CustomerPlan = {
  readonly key: string
  readonly name: string
  readonly accountManager: string
  readonly weight: number
  /** 0: it has bought since before the history began. */
  readonly joins: number
  /** How far from its rhythm it buys: 0.1 like clockwork, 1 whenever it likes. */
  readonly jitter: number
  /** What it buys is often exported. */
  readonly abroad: boolean
}

/** Reps whose customers are far from the works. */
const OVERSEAS = new Set(['tomas.herrera', 'priya.raman', 'leila.haddad', 'kenji.morita', 'nadia.benali'])

const JITTERS = [0.12, 0.3, 0.9]

const of = (accountManager: string, customers: readonly (readonly [string, string, number, number])[]) =>
  customers.map(([key, name, weight, joins], place) => {
    return {
      key,
      name,
      accountManager,
      weight,
      joins,
      jitter: JITTERS[place % JITTERS.length]!,
      abroad: OVERSEAS.has(accountManager),
    }
  })

/** The ones that a small company has as well: some for every rep. */
const FIRST: readonly CustomerPlan[] = [
  ...of('adaeze.okafor', [
    ['lakeshore-water', 'Lakeshore Water Authority', 6, 0],
    ['delta-refining', 'Delta Refining Co.', 3, 0.1],
  ]),
  ...of('maya.lindqvist', [
    ['prairie-foods', 'Prairie Foods Inc.', 9, 0],
    ['redwood-paper', 'Redwood Paper Mills', 5, 0.02],
    ['cascade-brewing', 'Cascade Brewing', 4, 0.3],
    ['bluestem-dairy', 'Bluestem Dairy Cooperative', 3, 0.94],
  ]),
  ...of('tomas.herrera', [
    ['minera-del-norte', 'Minera del Norte', 8, 0],
    ['aguas-claras', 'Aguas Claras S.A.', 5, 0.05],
    ['cobre-andino', 'Cobre Andino', 4, 0.45],
    ['puerto-salinas', 'Puerto Salinas Terminal', 2, 0.9],
  ]),
  ...of('priya.raman', [
    ['sundar-chemicals', 'Sundar Chemicals', 8, 0],
    ['coastal-desal', 'Coastal Desalination', 5, 0.08],
    ['kaveri-textiles', 'Kaveri Textiles', 3, 0.55],
    ['monsoon-power', 'Monsoon Power', 2, 0.86],
  ]),
  ...of('jack.whitfield', [
    ['harbor-shipyard', 'Harbor Shipyard & Dock', 7, 0],
    ['granite-quarries', 'Granite Quarries', 4, 0.04],
    ['ironbridge-steel', 'Ironbridge Steel', 4, 0.35],
    ['north-fork-ski', 'North Fork Ski Resorts', 2, 0.97],
  ]),
  ...of('leila.haddad', [
    ['levant-petro', 'Levant Petrochemicals', 8, 0],
    ['cedar-pharma', 'Cedar Pharma', 6, 0.03],
    ['oasis-irrigation', 'Oasis Irrigation', 4, 0.25],
    ['gulf-cooling', 'Gulf District Cooling', 3, 0.8],
  ]),
  ...of('kenji.morita', [
    ['tamagawa-kogyo', '多摩川工業株式会社', 7, 0],
    ['setouchi-marine', 'Setouchi Marine', 4, 0.06],
    ['hokuriku-denshi', 'Hokuriku Denshi', 3, 0.5],
    ['fujimi-onsen', 'Fujimi Onsen Group', 2, 0.92],
  ]),
  ...of('chloe.marchand', [
    ['vins-du-rhone', 'Vins du Rhône', 6, 0.01],
    ['atelier-hydraulique', 'Atelier Hydraulique Lefèvre', 5, 0.12],
    ['quebec-maple', "Érablières de l'Estrie", 3, 0.6],
    ['saint-malo-port', 'Port de Saint-Malo', 2, 0.88],
  ]),
  ...of('ewan.fraser', [['highland-distillers', 'Highland Distillers', 5, 0.02]]),
  ...of('nadia.benali', [['atlas-phosphates', 'Atlas Phosphates', 6, 0]]),
  ...of('viktor.hallberg', [['norrland-pulp', 'Norrland Pulp', 6, 0]]),
  ...of('rosa.quintana', [['mesa-verde-farms', 'Mesa Verde Farms', 4, 0.1]]),
]

export const FEW_CUSTOMERS = FIRST.length

const MORE: Readonly<Record<string, readonly string[]>> = {
  'maya.lindqvist': [
    'Aurora Greenhouses',
    'Badger Meadow Creamery',
    'Great Lakes Brewing Supply',
    'Huron Salt Works',
    'Iowa Corn Products',
    'Kenosha Foundry',
    'Lake Superior Fisheries',
    'Minnetonka Ice',
    'Northern Pine Lumber',
    'Platte River Ethanol',
    'Sheboygan Sausage',
    'Twin Ports Shipyard',
    'Wausau Fibre',
  ],
  'leila.haddad': [
    'Amman Potash',
    'Beirut Bottling',
    'Dead Sea Minerals',
    'Doha Waterfront',
    'Jebel Ali Terminals',
    'Khaleej Marine',
    'Levantine Olive Oil',
    'Muscat Desalination',
    'Nile Sugar Refinery',
    'Red Sea Ports',
    'Sidon Cement',
  ],
  'tomas.herrera': [
    'Acero del Sur',
    'Azucarera Tucuman',
    'Cafetales del Valle',
    'Cerveza Pacifico Sur',
    'Frigorifico Rosario',
    'Litio Atacama',
    'Pesquera Callao',
    'Salmones Austral',
    'Textiles Medellin',
  ],
  'priya.raman': [
    'Bengal Jute',
    'Coromandel Fertilisers',
    'Deccan Breweries',
    'Ganga Waterworks',
    'Gujarat Dyes',
    'Malabar Spices',
    'Nilgiri Tea Factories',
    'Pune Castings',
    'Sahyadri Dairy',
    'Vizag Steelworks',
  ],
  'jack.whitfield': [
    'Allegheny Coal',
    'Bayou Shrimp',
    'Chesapeake Seafood',
    'Delaware Paints',
    'Everglades Citrus',
    'Keystone Paper',
    'Lackawanna Rail',
    'Narragansett Bay Ferries',
    'Poconos Springs',
  ],
  'kenji.morita': [
    'Akita Sake Brewery',
    'Chubu Plating',
    'Hakata Marine',
    'Izumi Hot Springs',
    'Nagoya Precision',
    'Sendai Seafood',
    'Tosa Paper',
    'Yamato Shipbuilding',
  ],
  'chloe.marchand': [
    'Brasserie du Quai',
    'Cidrerie Normande',
    'Fromagerie du Jura',
    'Laiterie Bretonne',
    'Papeteries de Savoie',
    'Sucrerie de Picardie',
    'Thermes de Vichy',
    'Verreries de Lorraine',
  ],
  'adaeze.okafor': [
    'Gulf Coast LNG',
    'Niger Delta Waterworks',
    'Pan-African Breweries',
    'Sahel Cotton',
    'Tri-State Water District',
  ],
  'ewan.fraser': [
    'Aberdeen Offshore',
    'Clyde Dockyards',
    'Cornish Tin',
    'Donegal Linen',
    'Humber Chemicals',
    'Isle of Skye Salmon',
    'Lancashire Mills',
    'Leith Docks',
    'Orkney Tidal',
    'Pembroke Refinery',
    'Severn Water',
    'Welsh Slate',
    'Yorkshire Dales Dairy',
  ],
  'nadia.benali': [
    'Agadir Fish Canning',
    'Casablanca Textiles',
    'Constantine Cement',
    'Djerba Desalination',
    'Kabylie Olive Press',
    'Oran Glassworks',
    'Rif Mineral Water',
    'Sfax Fertilisers',
    'Tangier Shipyard',
  ],
  'viktor.hallberg': [
    'Bergen Fish Oil',
    'Dalarna Copper',
    'Gotland Limestone',
    'Jutland Dairy',
    'Kiruna Ore',
    'Lahti Board',
    'Oulu Biofuels',
    'Sogn Hydropower',
    'Turku Marine',
    'Uppsala Pharma',
    'Västerås Turbines',
    'Öresund Waste Water',
  ],
  'rosa.quintana': [
    'Baja Tomato Packers',
    'Desert Sun Pools',
    'El Paso Ready-Mix',
    'Gila River Gins',
    'Laredo Cold Storage',
    'Mojave Solar Thermal',
    'Rio Bravo Pecans',
    'Sonora Citrus',
    'Tucson Zinc',
  ],
}

const MARKS = /\p{M}/gu

function keyOf(name: string): string {
  return name.normalize('NFD').replace(MARKS, '').toLowerCase().replaceAll(' ', '-')
}

/** Of those that came later every third is new within the history; the first of a rep buy more than the last. */
function further(accountManager: string, names: readonly string[]): CustomerPlan[] {
  return names.map((name, place) => {
    const joins = place % 3 === 2 ? 0.05 + 0.9 * ((place * 0.37) % 1) : 0
    const weight = place % 3 === 2 ? 1 : 4 / (1 + place / 3)
    const jitter = JITTERS[(place + 1) % JITTERS.length]!
    return { key: keyOf(name), name, accountManager, weight, joins, jitter, abroad: OVERSEAS.has(accountManager) }
  })
}

export const CUSTOMERS: readonly CustomerPlan[] = [
  ...FIRST,
  ...Object.entries(MORE).flatMap(([accountManager, names]) => further(accountManager, names)),
]
