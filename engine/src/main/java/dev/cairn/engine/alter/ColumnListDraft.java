package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a table or rollup while the clauses of one ALTER TABLE change them one after another. It is mutable
 * for that time; the finished list becomes part of an immutable table.
 */
final class ColumnListDraft {
    private final List<ColumnEntry> entries = new ArrayList<>();

    /**
     * The columns that later clauses can find, by their lower-case names. They are in a map because a statement may
     * have thousands of clauses.
     */
    private final Map<String, ColumnEntry> entryByName = new HashMap<>();

    ColumnListDraft(List<Column> columns) {
        columns.forEach(column -> entries.add(registerEntry(column)));
    }

    /**
     * A column at its position. Entries have identity: two entries are never equal, even if their columns are.
     *
     * <p>An entry whose definition has changed is not in {@link #entryByName}: until the job has finished, the server
     * keeps the column under another name, and no later clause of the statement finds it.
     */
    private static final class ColumnEntry {
        private final Column column;

        ColumnEntry(Column column) {
            this.column = column;
        }

        Column column() {
            return column;
        }
    }

    private ColumnEntry registerEntry(Column column) {
        ColumnEntry entry = new ColumnEntry(column);
        entryByName.put(toLookupKey(column.name()), entry);
        return entry;
    }

    /** Returns the lookup key of a name; names are equal regardless of case, as for {@link Column#isNamed}. */
    static String toLookupKey(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    List<Column> columns() {
        return entries.stream().map(ColumnEntry::column).toList();
    }

    int size() {
        return entries.size();
    }

    Column columnAt(int index) {
        return entries.get(index).column();
    }

    /** Returns the position of the column with this name, or -1 if later clauses do not find one. */
    int indexOf(String name) {
        ColumnEntry entry = entryByName.get(toLookupKey(name));
        return entry == null ? -1 : entries.indexOf(entry);
    }

    Optional<Column> find(String name) {
        return Optional.ofNullable(entryByName.get(toLookupKey(name))).map(ColumnEntry::column);
    }

    /** Returns the position of the last key column, or -1 if no column is a key. */
    int lastKeyIndex() {
        int lastIndex = -1;
        for (int i = 0; i < entries.size(); i++) {
            if (columnAt(i).isKey()) {
                lastIndex = i;
            }
        }
        return lastIndex;
    }

    void insert(int index, Column column) {
        entries.add(index, registerEntry(column));
    }

    /** Replaces the definition of a column; later clauses find the new definition. */
    void replace(int index, Column column) {
        hide(index);
        entries.set(index, registerEntry(column));
    }

    /** Replaces a column's definition; later clauses no longer find the column. */
    void replaceAndHide(int index, Column column) {
        hide(index);
        entries.set(index, new ColumnEntry(column));
    }

    private void hide(int index) {
        ColumnEntry entry = entries.get(index);
        entryByName.remove(toLookupKey(entry.column().name()), entry);
    }

    /** Moves a column after the one at {@code precedingIndex}, or to the front if it is -1; returns the new index. */
    int move(int index, int precedingIndex) {
        ColumnEntry entry = entries.remove(index);
        int newIndex = precedingIndex > index ? precedingIndex : precedingIndex + 1;
        entries.add(newIndex, entry);
        return newIndex;
    }

    /** Replaces all columns by the same columns in a new order. No column may be hidden. */
    void reorder(List<Column> columns) {
        List<ColumnEntry> orderedEntries = new ArrayList<>(columns.size());
        for (Column column : columns) {
            orderedEntries.add(entries.get(indexOf(column.name())));
        }
        entries.clear();
        entries.addAll(orderedEntries);
    }

    /** Removes and returns the column with this name; empty if later clauses do not find one. */
    Optional<Column> remove(String name) {
        ColumnEntry entry = entryByName.remove(toLookupKey(name));
        if (entry == null) {
            return Optional.empty();
        }
        entries.remove(entry);
        return Optional.of(entry.column());
    }
}
