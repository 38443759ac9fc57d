/** Whether there is such a day in the Gregorian calendar; `month` and `day` count from 1. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);
}

/** As `isCalendarDate`, for a year of two digits: one century in which there is such a day is enough. */
export function isDateOfSomeCentury(yearOfCentury: number, month: number, day: number): boolean {
  return isCalendarDate(2000 + yearOfCentury, month, day);
}

function lengthOfMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
