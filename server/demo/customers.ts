/** A customer before it has an id: how often it buys, beside the others, and after what share of the history it first did. */
export type CustomerPlan = {
  readonly key: string
  readonly name: string
  readonly accountManager: string
  readonly weight: number
  readonly joins: number
}

const of = (accountManager: string, customers: readonly (readonly [string, string, number, number])[]) =>
  customers.map(([key, name, weight, joins]) => ({ key, name, accountManager, weight, joins }))

export const CUSTOMERS: readonly CustomerPlan[] = [
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
]
