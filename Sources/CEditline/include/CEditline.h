#ifndef MPQ_CEDITLINE_H
#define MPQ_CEDITLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: - The editor: libedit, in plain functions. All of them on one thread.

/// A line editor on standard input and output, with a history in memory.
typedef struct mpq_editor mpq_editor;

/// A command that the editor passes to its owner.
typedef enum {
  /// Enter: the line is done.
  MPQ_EDITOR_ENTER,
  /// Ctrl-C.
  MPQ_EDITOR_INTERRUPT,
  /// Ctrl-Z.
  MPQ_EDITOR_SUSPEND,
  /// Tab.
  MPQ_EDITOR_COMPLETE,
  /// Insert text that was not typed, such as a paste.
  MPQ_EDITOR_INSERT,
} mpq_editor_command;

/// The reaction of the editor to a command.
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

/// The result of a call for the next key.
typedef enum { MPQ_KEY_FAILED = -1, MPQ_KEY_END = 0, MPQ_KEY_READ = 1 } mpq_key_result;

/// Private keys of the editor: C1 controls, which the decoder of terminal input drops.
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

/// The callbacks to the owner of an editor while a line is read.
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

/// Opens an editor and reads ~/.editrc; NULL if standard input or output is not a terminal that can
/// move its cursor up, or if memory is exhausted.
///
/// Sets the locale of the process to a UTF-8 locale.
mpq_editor *_Nullable mpq_editor_open(const char *_Nonnull program, mpq_editor_owner owner);

/// Closes `editor` and restores the terminal.
void mpq_editor_close(mpq_editor *_Nonnull editor);

/// Reads one line, calling the owner back; returns when a command ends the reading, at the end of
/// input (Ctrl-D on an empty line), or when a key could not be read.
///
/// Returns whether a built-in command of libedit has accepted a line, as some of vi's and of
/// .editrc do; `line` is then that line without its newline.
bool mpq_editor_read(mpq_editor *_Nonnull editor, mpq_editor_line *_Nonnull line);

/// Sets the prompt, with escape sequences between U+0001s; libedit drops one at the end.
bool mpq_editor_set_prompt(mpq_editor *_Nonnull editor, const uint32_t *_Nullable scalars,
                           size_t count);

/// Sets the prompt at the right margin, with escape sequences as in the other one.
bool mpq_editor_set_right_prompt(mpq_editor *_Nonnull editor, const uint32_t *_Nullable scalars,
                                 size_t count);

/// The current line.
mpq_editor_line mpq_editor_current_line(mpq_editor *_Nonnull editor);

/// Moves the cursor by a number of scalars, to the ends of the line at most.
void mpq_editor_move_cursor(mpq_editor *_Nonnull editor, int offset);

/// Deletes `count` scalars before the cursor.
void mpq_editor_delete(mpq_editor *_Nonnull editor, int count);

/// Inserts scalars, none of them 0, before the cursor.
bool mpq_editor_insert(mpq_editor *_Nonnull editor, const uint32_t *_Nullable scalars,
                       size_t count);

/// Redraws prompt and line from the terminal's cursor, which must be at the start of a line.
void mpq_editor_redraw(mpq_editor *_Nonnull editor);

/// Reads the current size of the terminal.
void mpq_editor_resize(mpq_editor *_Nonnull editor);

/// Puts the terminal into the state for editing, or restores the previous state.
void mpq_editor_set_raw(mpq_editor *_Nonnull editor, bool is_raw);

/// Writes bytes to the terminal after what libedit has written so far.
void mpq_editor_write(mpq_editor *_Nonnull editor, const uint8_t *_Nullable bytes, size_t count);

/// Whether the keys are vi's.
bool mpq_editor_is_vi(mpq_editor *_Nonnull editor);

/// Whether a sequence of keys, zero-terminated scalars, is bound in the current keymap.
bool mpq_editor_is_bound(mpq_editor *_Nonnull editor, const uint32_t *_Nonnull sequence);

/// Clears the history.
void mpq_editor_clear_history(mpq_editor *_Nonnull editor);

/// Adds an entry, zero-terminated scalars, to the history.
void mpq_editor_remember(mpq_editor *_Nonnull editor, const uint32_t *_Nonnull entry);

/// The columns that libedit gives to a scalar, which is neither tab nor newline; more than two
/// where it writes an escape for it.
int mpq_editor_scalar_width(uint32_t scalar);

// MARK: - Restoring the terminal

/// Saves the attributes of the terminal `descriptor`, and restores them before a signal, or a
/// crash, ends the process; then the signal's default action follows.
///
/// Signals that are ignored stay so. A second call changes nothing.
bool mpq_terminal_guard(int descriptor);

/// Restores the saved attributes, and turns off what escape sequences turned on.
void mpq_terminal_restore(void);

/// Keeps Ctrl-D in the input as a key while no line is edited, or makes it the end of input again.
///
/// A terminal in line mode would take it as the end of input, which becomes a NUL on the change to
/// key mode.
void mpq_terminal_keep_end_key(bool is_kept);

// MARK: - Waiting for signals

/// Starts to count the signal `number`, replacing its action.
bool mpq_signals_watch(int number);

/// Restores the default action of the signal `number`.
void mpq_signals_leave(int number);

/// The number of times that a watched signal was received.
unsigned mpq_signals_count(int number);

/// A descriptor that is readable after a watched signal; -1 before the first is watched.
int mpq_signals_descriptor(void);

/// Reads and drops everything from `descriptor`, which does not block.
void mpq_descriptor_drain(int descriptor);

/// Creates a pipe whose ends neither block nor are inherited.
bool mpq_pipe_open(int *_Nonnull reading, int *_Nonnull writing);

/// Raises a signal on this thread.
void mpq_signals_raise(int number);

#endif
