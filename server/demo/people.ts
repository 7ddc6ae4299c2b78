/** A person before they have an id. The first of a department is its lead. */
export type PersonPlan = {
  readonly key: string
  readonly name: string
  readonly title: string
  readonly department: string | null
  readonly isRep: boolean
  readonly isAdmin: boolean
}

/** The domain is reserved by RFC 2606: nobody real has an address there. */
export const MAIL_DOMAIN = 'example.com'

const MARKS = /\p{M}/gu

function keyOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(MARKS, '')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .replaceAll("'", '')
  return plain.toLowerCase().replaceAll(' ', '.')
}

function staff(department: string, people: readonly (readonly [name: string, title: string])[]): PersonPlan[] {
  const isRep = department === 'sales'
  return people.map(([name, title]) => ({ key: keyOf(name), name, title, department, isRep, isAdmin: false }))
}

export const PEOPLE: readonly PersonPlan[] = [
  ...staff('sales', [
    ['Adaeze Okafor', 'Head of sales'],
    ['Maya Lindqvist', 'Account manager'],
    ['Tomás Herrera', 'Account manager'],
    ['Priya Raman', 'Account manager'],
    ['Jack Whitfield', 'Sales engineer'],
    ['Leila Haddad', 'Key account manager'],
    ['Kenji Morita', 'Sales engineer'],
    ['Chloé Marchand', 'Account manager'],
    ['Ewan Fraser', 'Account manager'],
    ['Nadia Benali', 'Sales engineer'],
    ['Viktor Hallberg', 'Account manager'],
    ['Rosa Quintana', 'Inside sales'],
  ]),
  ...staff('order-desk', [
    ['Denise Kowalczyk', 'Lead of the order desk'],
    ['Marcus Boateng', 'Order clerk'],
    ['Hannah Schultz', 'Order clerk'],
    ['Luis Ortega', 'Order clerk'],
    ['Brenda Wachowski', 'Order clerk'],
    ['Tariq Mahmood', 'Order clerk'],
    ['Joanna Pierce', 'Data clerk'],
  ]),
  ...staff('customer-service', [
    ['Naomi Feldman', 'Lead of customer service'],
    ["Sean O'Malley", 'Service agent'],
    ['Thuy Nguyen', 'Service agent'],
    ['Carla Mendes', 'Service agent'],
    ['Dwayne Peters', 'Service agent'],
    ['Ilse Hartmann', 'Service engineer'],
  ]),
  ...staff('accounting', [
    ['Robert Ashworth', 'Controller'],
    ['Fatima Zahra', 'Credit analyst'],
    ['Emily Novak', 'Billing clerk'],
    ['Daniel Osei', 'Billing clerk'],
    ['Grzegorz Nowicki', 'Credit analyst'],
    ['Melissa Tan', 'Billing clerk'],
    ['Oscar Lindholm', 'Accountant'],
    ['Farah Siddiqui', 'Credit clerk'],
  ]),
  ...staff('purchasing', [
    ['Ingrid Vogel', 'Head of purchasing'],
    ['Mehmet Yılmaz', 'Buyer'],
    ['Paula Esposito', 'Buyer'],
    ['Dirk Hoffmann', 'Buyer of castings'],
    ['Renata Kovács', 'Buyer of motors'],
    ['Anselm Krüger', 'Expediter'],
  ]),
  ...staff('planning', [
    ['Jonas Reuter', 'Lead planner'],
    ['Agnieszka Wójcik', 'Planner'],
    ['Torben Lauritsen', 'Planner'],
    ['Miriam Adler', 'Capacity planner'],
  ]),
  ...staff('production', [
    ['Stefan Brandt', 'Production manager'],
    ['Aylin Demir', 'Shift lead'],
    ['Piotr Mazur', 'Shift lead'],
    ['Lena Fischer', 'Assembler'],
    ['Babak Tehrani', 'Machinist'],
    ['Carsten Ziegler', 'Shift lead'],
    ['Emine Kaya', 'Assembler'],
    ['Horst Weidmann', 'Machinist'],
    ['Ludmila Sokolova', 'Assembler'],
    ['Mateo Ferrari', 'Welder'],
    ['Nils Petersen', 'Machinist'],
    ['Oyelaran Adebayo', 'Assembler'],
    ['Radek Svoboda', 'Test bench'],
    ['Ulrike Sommer', 'Painter'],
  ]),
  ...staff('quality', [
    ['Sofia Petrova', 'Quality manager'],
    ['Matthias Kern', 'Inspector'],
    ['Bianca Ionescu', 'Inspector'],
    ['Felix Aumann', 'Metrologist'],
    ['Yuki Tanaka', 'Inspector'],
  ]),
  ...staff('warehouse', [
    ['Olaf Jensen', 'Warehouse manager'],
    ['Amira Khalil', 'Picker'],
    ['Dragan Jović', 'Picker'],
    ['Beata Kamińska', 'Packer'],
    ['Emre Polat', 'Forklift driver'],
    ['Gerd Lange', 'Picker'],
    ['Svetlana Orlova', 'Packer'],
  ]),
  ...staff('shipping', [
    ['Katrin Baumann', 'Lead of shipping'],
    ['Yusuf Aydin', 'Export clerk'],
    ['Claudia Rinaldi', 'Export clerk'],
    ['Hendrik Maas', 'Freight clerk'],
  ]),
  ...staff('carrier', [
    ['Bram de Vries', 'Dispatcher'],
    ['Signe Nygård', 'Dispatcher'],
    ['Jeroen Bakker', 'Driver'],
    ['Aleksander Lund', 'Driver'],
  ]),
  ...staff('distributor', [
    ['Haruka Hayashi', 'Managing director'],
    ['Shota Kimura', 'Customs agent'],
  ]),
  {
    key: 'grace.adeyemi',
    name: 'Grace Adeyemi',
    title: 'Administrator',
    department: null,
    isRep: false,
    isAdmin: true,
  },
]

export function emailOf(person: Pick<PersonPlan, 'key'>): string {
  return `${person.key}@${MAIL_DOMAIN}`
}
