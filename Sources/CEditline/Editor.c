#define _GNU_SOURCE

#include "CEditline.h"

#include <assert.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wctype.h>

#ifdef __APPLE__
#define UTF8_LOCALE "en_US.UTF-8"
#else
#define UTF8_LOCALE "C.UTF-8"
#endif

static_assert(sizeof(wchar_t) == sizeof(uint32_t), "a wide character is a Unicode scalar");

enum { HISTORY_LIMIT = 100000 };

struct mpq_editor {
  EditLine *edit_line;
  HistoryW *history;
  FILE *input;
  FILE *output;
  wchar_t *prompt;
  wchar_t *right_prompt;
  mpq_editor_owner owner;
};

static mpq_editor *editor_of(EditLine *edit_line) {
  void *data = NULL;
  el_wget(edit_line, EL_CLIENTDATA, &data);
  return data;
}

// MARK: - What libedit calls

static wchar_t *prompt_of(EditLine *edit_line) { return editor_of(edit_line)->prompt; }

static wchar_t *right_prompt_of(EditLine *edit_line) { return editor_of(edit_line)->right_prompt; }

static int next_key(EditLine *edit_line, wchar_t *key) {
  mpq_editor_owner *owner = &editor_of(edit_line)->owner;
  uint32_t scalar = 0;
  mpq_key_result result = owner->next_key(owner->context, &scalar);
  *key = (wchar_t)scalar;
  return (int)result;
}

static unsigned char perform(EditLine *edit_line, mpq_editor_command command) {
  mpq_editor_owner *owner = &editor_of(edit_line)->owner;
  switch (owner->perform(owner->context, command)) {
  case MPQ_EDITOR_GO_ON: return CC_NORM;
  case MPQ_EDITOR_REFRESH: return CC_REFRESH;
  case MPQ_EDITOR_BEEP: return CC_ERROR;
  case MPQ_EDITOR_END: return CC_EOF;
  }
  return CC_ERROR;
}

static unsigned char enter(EditLine *edit_line, wint_t key) {
  (void)key;
  return perform(edit_line, MPQ_EDITOR_ENTER);
}

static unsigned char interrupt(EditLine *edit_line, wint_t key) {
  (void)key;
  return perform(edit_line, MPQ_EDITOR_INTERRUPT);
}

static unsigned char suspend(EditLine *edit_line, wint_t key) {
  (void)key;
  return perform(edit_line, MPQ_EDITOR_SUSPEND);
}

static unsigned char complete(EditLine *edit_line, wint_t key) {
  (void)key;
  return perform(edit_line, MPQ_EDITOR_COMPLETE);
}

static unsigned char insert(EditLine *edit_line, wint_t key) {
  (void)key;
  return perform(edit_line, MPQ_EDITOR_INSERT);
}

static unsigned char ignore(EditLine *edit_line, wint_t key) {
  (void)edit_line;
  (void)key;
  return CC_NORM;
}

// MARK: - Keys

typedef struct {
  const wchar_t *key;
  const wchar_t *function;
} binding;

// Bindings that ~/.editrc may change. Among vi's keys, a binding that begins with Escape would
// disable Escape, so such sequences arrive as private keys.
static const binding emacs_defaults[] = {
    {L"\\ep", L"ed-search-prev-history"},  {L"\\en", L"ed-search-next-history"},
    {L"\\e[1~", L"ed-move-to-beg"},        {L"\\e[7~", L"ed-move-to-beg"},
    {L"\\e[4~", L"ed-move-to-end"},        {L"\\e[8~", L"ed-move-to-end"},
    {L"\\e[H", L"ed-move-to-beg"},         {L"\\e[F", L"ed-move-to-end"},
    {L"\\eOH", L"ed-move-to-beg"},         {L"\\eOF", L"ed-move-to-end"},
    {L"\\e[3~", L"ed-delete-next-char"},   {L"\\e[1;5C", L"em-next-word"},
    {L"\\e[1;5D", L"ed-prev-word"},        {L"\\e[1;3C", L"em-next-word"},
    {L"\\e[1;3D", L"ed-prev-word"},        {L"\\e[2~", L"mpq-ignore"},
    {L"\\e[5~", L"mpq-ignore"},            {L"\\e[6~", L"mpq-ignore"},
    {L"\\e[Z", L"mpq-ignore"},             {L"^R", L"em-inc-search-prev"},
    {L"^S", L"em-inc-search-next"},
};

// Bindings that are always set, in both keymaps.
static const binding fixed[] = {
    {L"^M", L"mpq-enter"},
    {L"^J", L"mpq-enter"},
    {L"^C", L"mpq-interrupt"},
    {L"^Z", L"mpq-suspend"},
    {L"^I", L"mpq-complete"},
    {L"\\200", L"mpq-insert"},
    {L"\\201", L"ed-prev-history"},
    {L"\\202", L"ed-next-history"},
    {L"\\203", L"ed-next-char"},
    {L"\\204", L"ed-prev-char"},
    {L"\\205", L"ed-move-to-beg"},
    {L"\\206", L"ed-move-to-end"},
    {L"\\207", L"ed-delete-next-char"},
    {L"\\210", L"em-next-word"},
    {L"\\211", L"ed-prev-word"},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void bind_defaults(EditLine *edit_line) {
  el_wset(edit_line, EL_ADDFN, L"mpq-enter", L"End the line", enter);
  el_wset(edit_line, EL_ADDFN, L"mpq-interrupt", L"Clear the line", interrupt);
  el_wset(edit_line, EL_ADDFN, L"mpq-suspend", L"Stop the program", suspend);
  el_wset(edit_line, EL_ADDFN, L"mpq-complete", L"Complete what is before the cursor", complete);
  el_wset(edit_line, EL_ADDFN, L"mpq-insert", L"Insert what was pasted", insert);
  el_wset(edit_line, EL_ADDFN, L"mpq-ignore", L"Do nothing", ignore);
  for (size_t index = 0; index < COUNT(emacs_defaults); index++) {
    el_wset(edit_line, EL_BIND, emacs_defaults[index].key, emacs_defaults[index].function, NULL);
  }
}

static void bind_fixed(EditLine *edit_line, bool is_vi) {
  for (size_t index = 0; index < COUNT(fixed); index++) {
    el_wset(edit_line, EL_BIND, fixed[index].key, fixed[index].function, NULL);
    el_wset(edit_line, EL_BIND, L"-a", fixed[index].key, fixed[index].function, NULL);
  }
  if (!is_vi) return;
  el_wset(edit_line, EL_BIND, L"^R", L"em-inc-search-prev", NULL);
  // vi-histedit would start vi whatever $EDITOR says, with the environment's secret; see .edit.
  el_wset(edit_line, EL_BIND, L"-a", L"v", L"mpq-ignore", NULL);
  // Among vi's keys, ed-move-to-end stays on the last character even in insert mode.
  el_wset(edit_line, EL_BIND, L"\\206", L"vi-add-at-eol", NULL);
}

// MARK: - Opening and closing

// Where the locale's characters are not UTF-8, libedit drops everything beyond ASCII.
static void choose_locale(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, UTF8_LOCALE);
}

static FILE *open_stream(int descriptor, const char *mode) {
  int copy = dup(descriptor);
  if (copy < 0) return NULL;
  FILE *stream = fdopen(copy, mode);
  if (stream == NULL) close(copy);
  return stream;
}

static bool can_move_up(EditLine *edit_line) {
  char *up = NULL;
  return el_get(edit_line, EL_GETTC, "up", &up) == 0 && up != NULL && *up != '\0';
}

// libedit complains about an unknown terminal; the caller has a fallback.
static EditLine *start_quietly(const char *program, FILE *input, FILE *output) {
  FILE *nowhere = fopen("/dev/null", "we");
  if (nowhere == NULL) return NULL;
  EditLine *edit_line = el_init(program, input, output, nowhere);
  if (edit_line != NULL) el_set(edit_line, EL_SETFP, 2, stderr);
  fclose(nowhere);
  return edit_line;
}

static void set_up(mpq_editor *editor, EditLine *edit_line) {
  HistEventW event;
  history_w(editor->history, &event, H_SETSIZE, HISTORY_LIMIT);
  history_w(editor->history, &event, H_SETUNIQUE, 1);
  el_wset(edit_line, EL_CLIENTDATA, editor);
  // Its own handlers are not safe in a signal; see mpq_signals_watch.
  el_wset(edit_line, EL_SIGNAL, 0);
  el_wset(edit_line, EL_HIST, history_w, editor->history);
  el_wset(edit_line, EL_PROMPT_ESC, prompt_of, L'\1');
  el_wset(edit_line, EL_RPROMPT_ESC, right_prompt_of, L'\1');
  el_wset(edit_line, EL_GETCFN, next_key);
  el_wset(edit_line, EL_EDITOR, L"emacs");
  bind_defaults(edit_line);
  el_source(edit_line, NULL);
  bind_fixed(edit_line, mpq_editor_is_vi(editor));
  // While a line is edited, Ctrl-C, Ctrl-Z and Ctrl-S are keys, and Return is not Ctrl-J.
  el_wset(edit_line, EL_SETTY, L"-d", L"-isig", L"-ixon", L"-icrnl", L"-inlcr", NULL);
}

mpq_editor *mpq_editor_open(const char *program, mpq_editor_owner owner) {
  if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1) return NULL;
  choose_locale();
  mpq_editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->owner = owner;
  editor->input = open_stream(STDIN_FILENO, "r");
  editor->output = open_stream(STDOUT_FILENO, "w");
  editor->history = history_winit();
  bool is_ready = mpq_editor_set_prompt(editor, NULL, 0) &&
                  mpq_editor_set_right_prompt(editor, NULL, 0) && editor->input != NULL &&
                  editor->output != NULL && editor->history != NULL;
  if (is_ready) editor->edit_line = start_quietly(program, editor->input, editor->output);
  if (editor->edit_line == NULL || !can_move_up(editor->edit_line)) {
    mpq_editor_close(editor);
    return NULL;
  }
  set_up(editor, editor->edit_line);
  return editor;
}

void mpq_editor_close(mpq_editor *editor) {
  if (editor->edit_line != NULL) el_end(editor->edit_line);
  if (editor->history != NULL) history_wend(editor->history);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->output != NULL) fclose(editor->output);
  free(editor->prompt);
  free(editor->right_prompt);
  free(editor);
}

// MARK: - Reading

bool mpq_editor_read(mpq_editor *editor, mpq_editor_line *line) {
  int count = 0;
  const wchar_t *text = el_wgets(editor->edit_line, &count);
  if (text == NULL || count <= 0) return false;
  size_t length = (size_t)count;
  if (text[length - 1] == L'\n') length -= 1;
  *line = (mpq_editor_line){.scalars = (const uint32_t *)text, .count = length, .cursor = length};
  return true;
}

static bool replace(wchar_t **text, const uint32_t *scalars, size_t count) {
  wchar_t *copy = calloc(count + 1, sizeof *copy);
  if (copy == NULL) return false;
  if (count > 0) memcpy(copy, scalars, count * sizeof *copy);
  free(*text);
  *text = copy;
  return true;
}

bool mpq_editor_set_prompt(mpq_editor *editor, const uint32_t *scalars, size_t count) {
  return replace(&editor->prompt, scalars, count);
}

bool mpq_editor_set_right_prompt(mpq_editor *editor, const uint32_t *scalars, size_t count) {
  return replace(&editor->right_prompt, scalars, count);
}

mpq_editor_line mpq_editor_current_line(mpq_editor *editor) {
  const LineInfoW *info = el_wline(editor->edit_line);
  return (mpq_editor_line){.scalars = (const uint32_t *)info->buffer,
                           .count = (size_t)(info->lastchar - info->buffer),
                           .cursor = (size_t)(info->cursor - info->buffer)};
}

void mpq_editor_move_cursor(mpq_editor *editor, int offset) {
  el_cursor(editor->edit_line, offset);
}

void mpq_editor_delete(mpq_editor *editor, int count) { el_wdeletestr(editor->edit_line, count); }

bool mpq_editor_insert(mpq_editor *editor, const uint32_t *scalars, size_t count) {
  wchar_t *text = NULL;
  if (count == 0) return true;
  if (!replace(&text, scalars, count)) return false;
  bool is_inserted = el_winsertstr(editor->edit_line, text) == 0;
  free(text);
  return is_inserted;
}

void mpq_editor_redraw(mpq_editor *editor) { el_wset(editor->edit_line, EL_REFRESH); }

void mpq_editor_resize(mpq_editor *editor) { el_resize(editor->edit_line); }

void mpq_editor_set_raw(mpq_editor *editor, bool is_raw) {
  el_wset(editor->edit_line, EL_PREP_TERM, is_raw ? 1 : 0);
}

void mpq_editor_write(mpq_editor *editor, const uint8_t *bytes, size_t count) {
  if (count > 0) fwrite(bytes, 1, count, editor->output);
  fflush(editor->output);
}

bool mpq_editor_is_vi(mpq_editor *editor) {
  const wchar_t *name = NULL;
  return el_wget(editor->edit_line, EL_EDITOR, &name) == 0 && name != NULL &&
         wcscmp(name, L"vi") == 0;
}

// libedit cannot return a binding. It prints bindings to its output stream, and failures to its
// error stream.
bool mpq_editor_is_bound(mpq_editor *editor, const uint32_t *sequence) {
  char *text = NULL;
  size_t size = 0;
  FILE *output = open_memstream(&text, &size);
  FILE *nowhere = fopen("/dev/null", "we");
  bool is_bound = true;
  if (output != NULL && nowhere != NULL) {
    el_set(editor->edit_line, EL_SETFP, 1, output);
    el_set(editor->edit_line, EL_SETFP, 2, nowhere);
    el_wset(editor->edit_line, EL_BIND, (const wchar_t *)sequence, NULL);
    el_set(editor->edit_line, EL_SETFP, 1, editor->output);
    el_set(editor->edit_line, EL_SETFP, 2, stderr);
    fflush(output);
    is_bound = size > 0;
  }
  if (output != NULL) fclose(output);
  if (nowhere != NULL) fclose(nowhere);
  free(text);
  return is_bound;
}

// MARK: - History

void mpq_editor_clear_history(mpq_editor *editor) {
  HistEventW event;
  history_w(editor->history, &event, H_CLEAR);
}

void mpq_editor_remember(mpq_editor *editor, const uint32_t *entry) {
  HistEventW event;
  history_w(editor->history, &event, H_ENTER, (const wchar_t *)entry);
}

int mpq_editor_scalar_width(uint32_t scalar) {
  wint_t character = (wint_t)scalar;
  if (iswprint(character)) {
    int width = wcwidth((wchar_t)scalar);
    return width > 0 ? width : 0;
  }
  // As libedit writes them: ^A, \U+200B, \U+E0001.
  if (scalar < 0x100 && iswcntrl(character)) return 2;
  return scalar > 0xffff ? 8 : 7;
}
