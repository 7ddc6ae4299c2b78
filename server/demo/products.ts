/** A product before it has an id: how often it is asked for, beside the others, and how many of it go on one line. */
export type ProductPlan = {
  readonly sku: string
  readonly name: string
  readonly category: string
  readonly weight: number
  readonly most: number
  /** How many times as often it is asked for in the end. */
  readonly trend: number
}

/** Nothing has to be made for an order of these alone. */
export const SPARE_PARTS = 'spare parts'

/** The networked dosing pump is what everybody wants by now; it takes from its forerunner. */
const TRENDS: Readonly<Record<string, number>> = { 'KD-90': 9, 'KC-GW': 4, 'KD-65': 0.3, 'KX-MANUAL': 0.2 }

const category = (
  name: string,
  most: number,
  products: readonly (readonly [sku: string, name: string, weight: number])[],
) =>
  products.map(([sku, product, weight]) => {
    return { sku, name: product, category: name, weight, most, trend: TRENDS[sku] ?? 1 }
  })

export const PRODUCTS: readonly ProductPlan[] = [
  ...category('pumps', 6, [
    ['KP-110', 'Centrifugal pump 110', 6],
    ['KP-220', 'Centrifugal pump 220', 9],
    ['KP-220X', 'Centrifugal pump 220, explosion-proof', 3],
    ['KP-340', 'Multistage pump 340', 4],
    ['KD-40', 'Dosing pump 40', 5],
    ['KD-65', 'Dosing pump 65', 3],
    ['KS-15', 'Submersible pump 15', 4],
    ['KP-160', 'Centrifugal pump 160', 4],
    ['KP-280', 'Centrifugal pump 280', 3],
    ['KP-500', 'Multistage pump 500', 1],
    ['KD-90', 'Dosing pump 90, networked', 3],
    ['KS-30', 'Submersible pump 30', 3],
    ['KS-55', 'Sewage pump 55', 2],
    ['KG-20', 'Gear pump 20', 3],
    ['KM-12', 'Diaphragm pump 12', 3],
  ]),
  ...category('valves', 24, [
    ['KV-B25', 'Ball valve DN 25', 6],
    ['KV-B50', 'Ball valve DN 50', 5],
    ['KV-C80', 'Check valve DN 80', 3],
    ['KV-G100', 'Gate valve DN 100', 3],
    ['KV-R15', 'Relief valve 15 bar', 2],
    ['KV-S40', 'Solenoid valve DN 40', 3],
    ['KV-B80', 'Ball valve DN 80', 3],
    ['KV-B100', 'Ball valve DN 100', 2],
    ['KV-C50', 'Check valve DN 50', 3],
    ['KV-F150', 'Butterfly valve DN 150', 3],
    ['KV-R25', 'Relief valve 25 bar', 2],
    ['KV-N15', 'Needle valve DN 15', 2],
    ['KV-X65', 'Three-way valve DN 65', 2],
  ]),
  ...category('controls', 8, [
    ['KC-1', 'Pump controller', 5],
    ['KC-4', 'Pump controller, four channels', 3],
    ['KC-FD7', 'Variable frequency drive 7.5 kW', 4],
    ['KC-PT', 'Pressure transmitter', 4],
    ['KC-FD15', 'Variable frequency drive 15 kW', 3],
    ['KC-FM', 'Flow meter', 3],
    ['KC-LS', 'Level switch', 3],
    ['KC-TT', 'Temperature transmitter', 2],
    ['KC-GW', 'Gateway for remote monitoring', 2],
  ]),
  ...category('assemblies', 2, [
    ['KA-SKID2', 'Skid with two pumps', 2],
    ['KA-BOOST', 'Booster set', 2],
    ['KA-CIP', 'Cleaning-in-place station', 1],
    ['KA-SKID3', 'Skid with three pumps', 1],
    ['KA-FIRE', 'Fire-fighting set', 1],
    ['KA-DOSE', 'Dosing station', 2],
    ['KA-LIFT', 'Lifting station', 1],
  ]),
  ...category(SPARE_PARTS, 60, [
    ['KX-SEAL', 'Mechanical seal kit', 6],
    ['KX-IMP', 'Impeller', 4],
    ['KX-BRG', 'Bearing set', 4],
    ['KX-GSK', 'Gasket set', 5],
    ['KX-OIL', 'Barrier fluid, 5 litres', 3],
    ['KX-SHAFT', 'Shaft, stainless', 2],
    ['KX-COUP', 'Coupling', 3],
    ['KX-ORING', 'O-ring set', 5],
    ['KX-DIAPH', 'Diaphragm', 3],
    ['KX-WEAR', 'Wear ring', 3],
    ['KX-VSEAT', 'Valve seat', 3],
    ['KX-BOLT', 'Bolt set, A4', 2],
    ['KX-FILT', 'Filter cartridge', 4],
    ['KX-CABLE', 'Submersible cable, 10 m', 2],
    ['KX-FUSE', 'Fuse set', 2],
    ['KX-MANUAL', 'Service manual, printed', 1],
  ]),
]
