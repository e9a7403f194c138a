package dev.cairn.processor.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The source of a descriptor without the texts that belong to one record alone. All descriptors that differ only in these texts
 * share a template that JavaPoet writes once, because it is slow: it traverses each file twice, and scans each text for patterns.
 */
final class DescriptorTemplate {
    private final List<String> texts = new ArrayList<>();
    private final List<Slot> marks = new ArrayList<>();
    private final Map<ColumnClass, String> types = new HashMap<>();

    /**
     * Splits the source that JavaPoet wrote. It has one field for each type of columns, in their order, which shows how the source
     * names the type; the fields of all columns replace these.
     */
    DescriptorTemplate(String source, List<ColumnClass> columnTypes) {
        int at = 0;
        int column = 0;
        for (int next = source.indexOf(Slot.BEGIN); next >= 0; next = source.indexOf(Slot.BEGIN, at)) {
            Slot mark = Slot.at(source, next);
            int line = source.lastIndexOf('\n', next) + 1;
            if (isField(source, line)) {
                int name = source.indexOf(' ' + Slot.COLUMNS.text(), line);
                types.put(
                        columnTypes.get(column++), source.substring(line, name).strip());
                if (column == 1) {
                    add(source.substring(at, line), Slot.COLUMNS);
                }
                at = source.indexOf('\n', name);
            } else {
                add(source.substring(at, next), mark);
                at = next + mark.text().length();
            }
        }
        texts.add(source.substring(at));
    }

    private static boolean isField(String source, int line) {
        int field = source.indexOf(Slot.COLUMNS.text(), line);
        return field >= 0 && field < source.indexOf('\n', line);
    }

    private void add(String before, Slot mark) {
        texts.add(before);
        marks.add(mark);
    }

    /** The type of a column's field. */
    String type(ColumnClass type, String record) {
        return Objects.requireNonNull(types.get(type)).replace(Slot.RECORD.text(), record);
    }

    String filled(Map<Slot, String> with) {
        StringBuilder source = new StringBuilder(8192);
        for (int i = 0; i < marks.size(); i++) {
            source.append(texts.get(i)).append(with.get(marks.get(i)));
        }
        return source.append(texts.get(marks.size())).toString();
    }

    /** The parts of a template that differ between descriptors. */
    enum Slot {
        /** The record in the first line. */
        FROM,
        RECORD,
        DESCRIPTOR,
        INSTANCE,
        DOCUMENTATION,
        /** The name of the object, as arguments. */
        NAME,
        DDL,
        COLUMNS,
        READ,
        WRITE;

        /** The mark of a slot: a character that javac ignores in names, so that sources do not contain it. */
        private static final char SIGN = '\u0001';

        static final String BEGIN = "_" + SIGN;

        private final String text = BEGIN + name() + SIGN;

        /** A Java name. */
        String text() {
            return text;
        }

        /** The slot at a mark. */
        static Slot at(String source, int begin) {
            int start = begin + BEGIN.length();
            return valueOf(source.substring(start, source.indexOf(SIGN, start)));
        }
    }
}
