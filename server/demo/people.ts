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
  ]),
  ...staff('order-desk', [
    ['Denise Kowalczyk', 'Lead of the order desk'],
    ['Marcus Boateng', 'Order clerk'],
    ['Hannah Schultz', 'Order clerk'],
    ['Luis Ortega', 'Order clerk'],
  ]),
  ...staff('customer-service', [
    ['Naomi Feldman', 'Lead of customer service'],
    ["Sean O'Malley", 'Service agent'],
    ['Thuy Nguyen', 'Service agent'],
  ]),
  ...staff('accounting', [
    ['Robert Ashworth', 'Controller'],
    ['Fatima Zahra', 'Credit analyst'],
    ['Emily Novak', 'Billing clerk'],
    ['Daniel Osei', 'Billing clerk'],
  ]),
  ...staff('purchasing', [
    ['Ingrid Vogel', 'Head of purchasing'],
    ['Mehmet Yılmaz', 'Buyer'],
    ['Paula Esposito', 'Buyer'],
  ]),
  ...staff('planning', [
    ['Jonas Reuter', 'Lead planner'],
    ['Agnieszka Wójcik', 'Planner'],
  ]),
  ...staff('production', [
    ['Stefan Brandt', 'Production manager'],
    ['Aylin Demir', 'Shift lead'],
    ['Piotr Mazur', 'Shift lead'],
    ['Lena Fischer', 'Assembler'],
    ['Babak Tehrani', 'Machinist'],
  ]),
  ...staff('quality', [
    ['Sofia Petrova', 'Quality manager'],
    ['Matthias Kern', 'Inspector'],
  ]),
  ...staff('warehouse', [
    ['Olaf Jensen', 'Warehouse manager'],
    ['Amira Khalil', 'Picker'],
    ['Dragan Jović', 'Picker'],
  ]),
  ...staff('shipping', [
    ['Katrin Baumann', 'Lead of shipping'],
    ['Yusuf Aydin', 'Export clerk'],
  ]),
  ...staff('carrier', [
    ['Bram de Vries', 'Dispatcher'],
    ['Signe Nygård', 'Dispatcher'],
  ]),
  ...staff('distributor', [['Haruka Hayashi', 'Managing director']]),
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
