/** A product before it has an id: how often it is asked for, beside the others, and how many of it go on one line. */
export type ProductPlan = {
  readonly sku: string
  readonly name: string
  readonly category: string
  readonly weight: number
  readonly most: number
}

/** Nothing has to be made for an order of these alone. */
export const SPARE_PARTS = 'spare parts'

const category = (
  name: string,
  most: number,
  products: readonly (readonly [sku: string, name: string, weight: number])[],
) => products.map(([sku, product, weight]) => ({ sku, name: product, category: name, weight, most }))

export const PRODUCTS: readonly ProductPlan[] = [
  ...category('pumps', 6, [
    ['KP-110', 'Centrifugal pump 110', 6],
    ['KP-220', 'Centrifugal pump 220', 9],
    ['KP-220X', 'Centrifugal pump 220, explosion-proof', 3],
    ['KP-340', 'Multistage pump 340', 4],
    ['KD-40', 'Dosing pump 40', 5],
    ['KD-65', 'Dosing pump 65', 3],
    ['KS-15', 'Submersible pump 15', 4],
  ]),
  ...category('valves', 24, [
    ['KV-B25', 'Ball valve DN 25', 6],
    ['KV-B50', 'Ball valve DN 50', 5],
    ['KV-C80', 'Check valve DN 80', 3],
    ['KV-G100', 'Gate valve DN 100', 3],
    ['KV-R15', 'Relief valve 15 bar', 2],
    ['KV-S40', 'Solenoid valve DN 40', 3],
  ]),
  ...category('controls', 8, [
    ['KC-1', 'Pump controller', 5],
    ['KC-4', 'Pump controller, four channels', 3],
    ['KC-FD7', 'Variable frequency drive 7.5 kW', 4],
    ['KC-PT', 'Pressure transmitter', 4],
  ]),
  ...category('assemblies', 2, [
    ['KA-SKID2', 'Skid with two pumps', 2],
    ['KA-BOOST', 'Booster set', 2],
    ['KA-CIP', 'Cleaning-in-place station', 1],
  ]),
  ...category(SPARE_PARTS, 60, [
    ['KX-SEAL', 'Mechanical seal kit', 6],
    ['KX-IMP', 'Impeller', 4],
    ['KX-BRG', 'Bearing set', 4],
    ['KX-GSK', 'Gasket set', 5],
    ['KX-OIL', 'Barrier fluid, 5 litres', 3],
  ]),
]
