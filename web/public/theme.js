// Before anything is painted: the theme that was chosen here, so that no page flashes in the other one.
try {
  const theme = localStorage.getItem('baton-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be refused; the system's theme is shown.
}
