package dev.cairn.processor.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The source of a descriptor but for the texts that belong to one record alone. JavaPoet writes a frame for all descriptors
 * that differ in nothing else: it goes through each file twice, and through each text as if it were a pattern of lines.
 */
final class DescriptorTemplate {
    private final List<String> texts = new ArrayList<>();
    private final List<DescriptorSlot> marks = new ArrayList<>();
    private final Map<ColumnClass, String> types = new HashMap<>();

    /**
     * Takes apart what JavaPoet wrote. A field of each type of columns, in their order, tells how the source names the type;
     * all columns take the place of these fields.
     */
    DescriptorTemplate(String source, List<ColumnClass> columnTypes) {
        int at = 0;
        int column = 0;
        for (int next = source.indexOf(DescriptorSlot.BEGIN);
                next >= 0;
                next = source.indexOf(DescriptorSlot.BEGIN, at)) {
            DescriptorSlot mark = DescriptorSlot.at(source, next);
            int line = source.lastIndexOf('\n', next) + 1;
            if (isField(source, line)) {
                int name = source.indexOf(' ' + DescriptorSlot.COLUMNS.text(), line);
                types.put(
                        columnTypes.get(column++), source.substring(line, name).strip());
                if (column == 1) {
                    add(source.substring(at, line), DescriptorSlot.COLUMNS);
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
        int field = source.indexOf(DescriptorSlot.COLUMNS.text(), line);
        return field >= 0 && field < source.indexOf('\n', line);
    }

    private void add(String before, DescriptorSlot mark) {
        texts.add(before);
        marks.add(mark);
    }

    /** The type of a column's field. */
    String type(ColumnClass type, String record) {
        return Objects.requireNonNull(types.get(type)).replace(DescriptorSlot.RECORD.text(), record);
    }

    String filled(Map<DescriptorSlot, String> with) {
        StringBuilder source = new StringBuilder(8192);
        for (int i = 0; i < marks.size(); i++) {
            source.append(texts.get(i)).append(with.get(marks.get(i)));
        }
        return source.append(texts.get(marks.size())).toString();
    }
}
