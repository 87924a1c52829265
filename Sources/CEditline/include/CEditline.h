#ifndef MPQ_CEDITLINE_H
#define MPQ_CEDITLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: - The editor: libedit, in plain functions. All of them on one thread.

/// A line editor on standard input and output, with a history in memory.
typedef struct mpq_editor mpq_editor;

/// What the editor asks of its owner.
typedef enum {
  /// Enter: the line is done.
  MPQ_EDITOR_ENTER,
  /// Ctrl-C.
  MPQ_EDITOR_INTERRUPT,
  /// Ctrl-Z.
  MPQ_EDITOR_SUSPEND,
  /// Tab.
  MPQ_EDITOR_COMPLETE,
  /// Text that came otherwise than by keys is to be inserted.
  MPQ_EDITOR_INSERT,
} mpq_editor_command;

/// What the editor does after a command.
typedef enum {
  /// Nothing: the screen is right.
  MPQ_EDITOR_GO_ON,
  /// Draws what changed.
  MPQ_EDITOR_REFRESH,
  /// Rings the bell.
  MPQ_EDITOR_BEEP,
  /// Ends the reading.
  MPQ_EDITOR_END,
} mpq_editor_reaction;

/// What a call for the next key brings.
typedef enum { MPQ_KEY_FAILED = -1, MPQ_KEY_END = 0, MPQ_KEY_READ = 1 } mpq_key_result;

/// The keys of the editor's own, which no terminal can send: C1 controls, which whoever decodes
/// what the terminal sends has to drop.
enum {
  MPQ_KEY_INSERT = 0x80,
  MPQ_KEY_UP,
  MPQ_KEY_DOWN,
  MPQ_KEY_RIGHT,
  MPQ_KEY_LEFT,
  MPQ_KEY_HOME,
  MPQ_KEY_END_OF_LINE,
  MPQ_KEY_DELETE,
  MPQ_KEY_NEXT_WORD,
  MPQ_KEY_PREVIOUS_WORD,
};

/// The owner of an editor, as it is called back while a line is read.
typedef struct {
  void *_Nonnull context;
  /// Waits for the next key, a Unicode scalar.
  mpq_key_result (*_Nonnull next_key)(void *_Nonnull context, uint32_t *_Nonnull key);
  mpq_editor_reaction (*_Nonnull perform)(void *_Nonnull context, mpq_editor_command command);
} mpq_editor_owner;

/// The line that is edited: Unicode scalars, valid until the editor is called again.
typedef struct {
  const uint32_t *_Nonnull scalars;
  size_t count;
  /// The scalars before the cursor.
  size_t cursor;
} mpq_editor_line;

/// Opens an editor and reads ~/.editrc; NULL where standard input or output is no terminal that
/// can move its cursor up, or there is no memory.
///
/// The locale of the process becomes one whose characters are UTF-8.
mpq_editor *_Nullable mpq_editor_open(const char *_Nonnull program, mpq_editor_owner owner);

/// Closes `editor`; the terminal is as it was when it was opened.
void mpq_editor_close(mpq_editor *_Nonnull editor);

/// Reads one line, calling the owner back; returns when a command ends the reading, at the end of
/// input (Ctrl-D on an empty line), or when a key could not be read.
///
/// Returns whether a command of libedit's own has taken a line, as some of vi's and of .editrc do;
/// `line` is then that line without its newline.
bool mpq_editor_read(mpq_editor *_Nonnull editor, mpq_editor_line *_Nonnull line);

/// Sets the prompt, with escape sequences between U+0001s; not one at its end, which libedit drops.
bool mpq_editor_set_prompt(mpq_editor *_Nonnull editor, const uint32_t *_Nullable scalars,
                           size_t count);

/// Sets the prompt at the right margin, with escape sequences as in the other one.
bool mpq_editor_set_right_prompt(mpq_editor *_Nonnull editor, const uint32_t *_Nullable scalars,
                                 size_t count);

/// The line as it is.
mpq_editor_line mpq_editor_current_line(mpq_editor *_Nonnull editor);

/// Moves the cursor by a number of scalars, to the ends of the line at most.
void mpq_editor_move_cursor(mpq_editor *_Nonnull editor, int offset);

/// Deletes `count` scalars before the cursor.
void mpq_editor_delete(mpq_editor *_Nonnull editor, int count);

/// Inserts scalars, none of them 0, before the cursor.
bool mpq_editor_insert(mpq_editor *_Nonnull editor, const uint32_t *_Nullable scalars,
                       size_t count);

/// Draws prompt and line anew from where the terminal's cursor is, which must be at a line's start.
void mpq_editor_redraw(mpq_editor *_Nonnull editor);

/// Takes notice of the terminal's present size.
void mpq_editor_resize(mpq_editor *_Nonnull editor);

/// Puts the terminal into the state for editing, or into that of before.
void mpq_editor_set_raw(mpq_editor *_Nonnull editor, bool is_raw);

/// Writes bytes to the terminal after what libedit has written so far.
void mpq_editor_write(mpq_editor *_Nonnull editor, const uint8_t *_Nullable bytes, size_t count);

/// Whether the keys are vi's.
bool mpq_editor_is_vi(mpq_editor *_Nonnull editor);

/// Whether a sequence of keys, zero-terminated scalars, is bound in the present keymap.
bool mpq_editor_is_bound(mpq_editor *_Nonnull editor, const uint32_t *_Nonnull sequence);

/// Forgets the history.
void mpq_editor_clear_history(mpq_editor *_Nonnull editor);

/// Adds an entry, zero-terminated scalars, to the history.
void mpq_editor_remember(mpq_editor *_Nonnull editor, const uint32_t *_Nonnull entry);

/// The columns that libedit gives to a scalar, which is neither tab nor newline; more than two
/// where it writes an escape for it.
int mpq_editor_scalar_width(uint32_t scalar);

// MARK: - The terminal on every way out

/// Keeps the attributes of the terminal `descriptor`, and gives them back before the process dies
/// of a signal, a crash included; then the signal's default action follows.
///
/// Signals that are ignored stay so. A second call changes nothing.
bool mpq_terminal_guard(int descriptor);

/// Gives the terminal its kept attributes, and turns off what escape sequences turned on.
void mpq_terminal_restore(void);

/// Lets Ctrl-D stay in the input as a key while no line is edited, or be the end of input again.
///
/// A terminal that reads lines would take it as an end of input, of which the change to reading
/// keys makes a NUL.
void mpq_terminal_keep_end_key(bool is_kept);

// MARK: - Signals as something to wait for

/// Begins to count the signal `number` instead of what it did before.
bool mpq_signals_watch(int number);

/// Lets the signal `number` do again what it does by default.
void mpq_signals_leave(int number);

/// How often a watched signal has come.
unsigned mpq_signals_count(int number);

/// A descriptor that can be read once a watched signal has come; -1 before the first is watched.
int mpq_signals_descriptor(void);

/// Reads away everything that `descriptor`, which does not block, has to read.
void mpq_descriptor_drain(int descriptor);

/// Makes a pipe whose ends neither block nor are inherited: the end to read from and the other.
bool mpq_pipe_open(int *_Nonnull reading, int *_Nonnull writing);

/// Raises a signal on this thread.
void mpq_signals_raise(int number);

#endif
