#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

/* Swift imports neither ncurses' macros nor variables that other threads might change. */

/* Opens standard input and output as a terminal of the type that TERM names. */
static inline SCREEN *tawara_newterm(void) { return newterm(NULL, stdout, stdin); }

/* A capability as text; NULL where the terminal has none. tigetstr gives (char *)-1 for a
   name that is not a string capability. */
static inline const char *tawara_tigetstr(const char *name) {
  char *text = tigetstr(name);
  return text == (char *)-1 ? NULL : text;
}

/* The name of a text capability; NULL after the last one. */
static inline const char *tawara_text_name(int index) { return strnames[index]; }

static inline int tawara_tigetflag(const char *name) { return tigetflag(name); }
static inline int tawara_tigetnum(const char *name) { return tigetnum(name); }

/* Reads the terminal's description without touching the terminal. */
static inline int tawara_setupterm(const char *term, int descriptor, int *reason) {
  return setupterm((char *)term, descriptor, reason);
}
static inline void tawara_forget_setupterm(void) {
  if (cur_term != NULL) del_curterm(cur_term);
}

static inline WINDOW *tawara_stdscr(void) { return stdscr; }
static inline int tawara_width(void) { return stdscr == NULL ? 0 : getmaxx(stdscr); }
static inline int tawara_height(void) { return stdscr == NULL ? 0 : getmaxy(stdscr); }
static inline int tawara_color_pairs(void) { return COLOR_PAIRS; }
static inline int tawara_colors(void) { return COLORS; }

/* Makes the next doupdate draw everything, whatever ncurses believes to be on the screen. */
static inline void tawara_redraw_all(void) { clearok(curscr, TRUE); }

/* setcchar with an extended pair number. */
static inline void tawara_set_cell(cchar_t *cell, unsigned glyph, attr_t attributes, int pair) {
  wchar_t text[2] = {(wchar_t)glyph, 0};
  setcchar(cell, text, attributes, 0, &pair);
}

/* Width and height of the terminal on `descriptor`; 0 where it does not know. */
static inline int tawara_window_size(int descriptor, int *width, int *height) {
  struct winsize size = {0, 0, 0, 0};
  int result = ioctl(descriptor, TIOCGWINSZ, &size);
  *width = size.ws_col;
  *height = size.ws_row;
  return result;
}

/* Columns that the C library gives a glyph: wcwidth. */
static inline int tawara_columns(unsigned glyph) { return wcwidth((wchar_t)glyph); }

/* A file in memory, which ends with the program: memfd_create, closed in programs it starts. */
static inline int tawara_memory_file(void) {
  return (int)syscall(SYS_memfd_create, "tawara", 1u);
}

/* Moves cells of a line of what ncurses believes to be on the screen: those from `from` to before
   `to` go `by` columns to the left, or to the right where that is negative. What is uncovered is
   `blank`. */
static inline void tawara_move_known(int line, int from, int to, int by, const cchar_t *blank) {
  int count = to - from;
  cchar_t cells[count + 1];
  cchar_t moved[count];
  mvwin_wchnstr(curscr, line, from, cells, count);
  for (int x = 0; x < count; x++) {
    int source = x + by;
    moved[x] = source >= 0 && source < count ? cells[source] : *blank;
  }
  mvwadd_wchnstr(curscr, line, from, moved, count);
}

/* The sequence that sets the background's colour; NULL where there is none. */
static inline const char *tawara_background(int color) {
  char *text = tigetstr("setab");
  return text == NULL || text == (char *)-1 ? NULL : tiparm(text, color);
}

/* Bytes waiting to be read from `descriptor`. */
static inline int tawara_bytes_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : -1;
}

static const attr_t tawara_bold = A_BOLD;
static const attr_t tawara_dim = A_DIM;
static const attr_t tawara_underline = A_UNDERLINE;
static const attr_t tawara_reverse = A_REVERSE;
static const attr_t tawara_italic = A_ITALIC;
