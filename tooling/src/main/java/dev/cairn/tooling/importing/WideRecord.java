package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;

/**
 * A record of more components than a constructor can take: they go to records inside of it. A constructor takes 254 values,
 * and a long or a double counts twice.
 */
final class WideRecord {
    static final int MOST = 254;
    private static final int PART = 100;

    private WideRecord() {}

    /** Of the nested names, some are taken for the parts. */
    static RecordText of(
            List<ImportedAnnotation> annotations,
            String name,
            List<ImportedComponent> components,
            List<RecordText> nested,
            UniqueJavaNames nestedNames,
            Imports imports) {
        if (width(components) <= MOST) {
            return new RecordText(annotations, name, components, nested);
        }
        ImportedAnnotation embedded = imports.annotation("Embedded");
        List<ImportedComponent> parts = new ArrayList<>();
        List<RecordText> records = new ArrayList<>();
        for (int from = 0; from < components.size(); from += PART) {
            List<ImportedComponent> part = components.subList(from, Math.min(from + PART, components.size()));
            String type = nestedNames.free("Part" + (parts.size() + 1));
            parts.add(new ImportedComponent(List.of(embedded), type, "part" + (parts.size() + 1)));
            records.add(new RecordText(List.of(), type, part, List.of()));
        }
        records.addAll(nested);
        return new RecordText(annotations, name, parts, records);
    }

    private static int width(List<ImportedComponent> components) {
        return components.stream()
                .mapToInt(component -> switch (component.type()) {
                    case "long", "double" -> 2;
                    default -> 1;
                })
                .sum();
    }
}
