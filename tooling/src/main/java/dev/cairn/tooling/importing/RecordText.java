package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A record as source text.
 *
 * @param nestedRecords the nested records, for structs or for a part of the columns
 */
record RecordText(
        List<ImportedAnnotation> annotations,
        String name,
        List<ImportedComponent> components,
        List<RecordText> nestedRecords) {
    static final int MAX_COMPONENTS = 254;
    private static final int PART_SIZE = 100;
    private static final int STEP = 4;

    RecordText {
        annotations = List.copyOf(annotations);
        components = List.copyOf(components);
        nestedRecords = List.copyOf(nestedRecords);
    }

    /**
     * Creates a record of any number of components. If a constructor can't take them all, they are divided into embedded
     * records: a constructor takes 254 values, and a long or a double counts twice.
     *
     * @param nestedNames the reserved names of nested records; those of the embedded records are reserved, too
     */
    static RecordText of(
            List<ImportedAnnotation> annotations,
            String name,
            List<ImportedComponent> components,
            List<RecordText> nested,
            UniqueJavaNames nestedNames,
            Imports imports) {
        if (countParameterSlots(components) <= MAX_COMPONENTS) {
            return new RecordText(annotations, name, components, nested);
        }
        ImportedAnnotation embedded = imports.importAnnotation("Embedded");
        List<ImportedComponent> parts = new ArrayList<>();
        List<RecordText> records = new ArrayList<>();
        for (int start = 0; start < components.size(); start += PART_SIZE) {
            List<ImportedComponent> part = components.subList(start, Math.min(start + PART_SIZE, components.size()));
            String type = nestedNames.reserveUnique("Part" + (parts.size() + 1));
            parts.add(new ImportedComponent(List.of(embedded), type, "part" + (parts.size() + 1)));
            records.add(new RecordText(List.of(), type, part, List.of()));
        }
        records.addAll(nested);
        return new RecordText(annotations, name, parts, records);
    }

    private static int countParameterSlots(List<ImportedComponent> components) {
        return components.stream()
                .mapToInt(component -> switch (component.type()) {
                    case "long", "double" -> 2;
                    default -> 1;
                })
                .sum();
    }

    String toSource() {
        StringBuilder out = new StringBuilder();
        writeRecord(out, 0, "public record ");
        return out.toString();
    }

    private void writeRecord(StringBuilder out, int indentation, String declaration) {
        String margin = " ".repeat(indentation);
        for (ImportedAnnotation annotation : annotations) {
            out.append(margin).append(annotation.toSource(indentation)).append('\n');
        }
        out.append(margin).append(declaration).append(name);
        writeComponents(out, indentation, margin.length() + declaration.length() + name.length());
        if (nestedRecords.isEmpty()) {
            out.append(" {}\n");
            return;
        }
        out.append(" {\n");
        for (int i = 0; i < nestedRecords.size(); i++) {
            out.append(i > 0 ? "\n" : "");
            nestedRecords.get(i).writeRecord(out, indentation + STEP, "public record ");
        }
        out.append(margin).append("}\n");
    }

    private void writeComponents(StringBuilder out, int indentation, int column) {
        String line = components.stream().map(ImportedComponent::toLine).collect(Collectors.joining(", ", "(", ")"));
        if (column + line.length() + " {}".length() <= ImportedAnnotation.WIDTH) {
            out.append(line);
            return;
        }
        int componentIndentation = indentation + 2 * STEP;
        String margin = "\n" + " ".repeat(componentIndentation);
        out.append(components.stream()
                .map(component -> component.toSource(componentIndentation))
                .collect(Collectors.joining("," + margin, "(" + margin, ")")));
    }
}
