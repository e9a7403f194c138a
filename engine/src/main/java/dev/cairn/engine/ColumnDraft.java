package dev.cairn.engine;

import dev.cairn.catalog.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns of a table or of a rollup, while the clauses of one ALTER TABLE change them one after the other. */
final class ColumnDraft {
    private final List<Entry> entries = new ArrayList<>();

    ColumnDraft(List<Column> columns) {
        columns.forEach(column -> entries.add(new Entry(column, false)));
    }

    /**
     * A column.
     *
     * @param hidden its definition has changed: until the job is done the server holds it under another name, and no later clause of
     *     the statement finds it
     */
    private record Entry(Column column, boolean hidden) {
        boolean is(String name) {
            return !hidden && column.is(name);
        }
    }

    List<Column> columns() {
        return entries.stream().map(Entry::column).toList();
    }

    int size() {
        return entries.size();
    }

    Column get(int index) {
        return entries.get(index).column();
    }

    int indexOf(String name) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).is(name)) {
                return i;
            }
        }
        return -1;
    }

    Optional<Column> find(String name) {
        int index = indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(get(index));
    }

    /** The last key column's place, or -1. */
    int lastKey() {
        int last = -1;
        for (int i = 0; i < entries.size(); i++) {
            if (get(i).key()) {
                last = i;
            }
        }
        return last;
    }

    void insert(int index, Column column) {
        entries.add(index, new Entry(column, false));
    }

    void replace(int index, Column column) {
        entries.set(index, new Entry(column, false));
    }

    void change(int index, Column column) {
        entries.set(index, new Entry(column, true));
    }

    /** Puts a column behind the one at {@code after}, or first where that is -1. */
    int move(int index, int after) {
        Entry entry = entries.remove(index);
        int to = after > index ? after : after + 1;
        entries.add(to, entry);
        return to;
    }

    /** Takes all columns in a new order. */
    void reorder(List<Column> columns) {
        List<Entry> ordered = new ArrayList<>(columns.size());
        for (Column column : columns) {
            ordered.add(entries.get(indexOf(column.name())));
        }
        entries.clear();
        entries.addAll(ordered);
    }

    Optional<Column> remove(String name) {
        int index = indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(entries.remove(index).column());
    }
}
