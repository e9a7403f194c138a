package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A record as source text.
 *
 * @param nested the nested records, for structs or for a part of the columns
 */
record RecordText(
        List<ImportedAnnotation> annotations,
        String name,
        List<ImportedComponent> components,
        List<RecordText> nested) {
    static final int MAX_COMPONENTS = 254;
    private static final int PART_SIZE = 100;
    private static final int STEP = 4;

    RecordText {
        annotations = List.copyOf(annotations);
        components = List.copyOf(components);
        nested = List.copyOf(nested);
    }

    /**
     * A record of any number of components. More than a constructor can take are divided into embedded records: a constructor
     * takes 254 values, and a long or a double counts twice.
     *
     * @param nestedNames names of nested records, to which those of the parts are added
     */
    static RecordText of(
            List<ImportedAnnotation> annotations,
            String name,
            List<ImportedComponent> components,
            List<RecordText> nested,
            UniqueJavaNames nestedNames,
            Imports imports) {
        if (width(components) <= MAX_COMPONENTS) {
            return new RecordText(annotations, name, components, nested);
        }
        ImportedAnnotation embedded = imports.annotation("Embedded");
        List<ImportedComponent> parts = new ArrayList<>();
        List<RecordText> records = new ArrayList<>();
        for (int from = 0; from < components.size(); from += PART_SIZE) {
            List<ImportedComponent> part = components.subList(from, Math.min(from + PART_SIZE, components.size()));
            String type = nestedNames.reserveUnique("Part" + (parts.size() + 1));
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

    String text() {
        StringBuilder out = new StringBuilder();
        write(out, 0, "public record ");
        return out.toString();
    }

    private void write(StringBuilder out, int indentation, String declaration) {
        String margin = " ".repeat(indentation);
        for (ImportedAnnotation annotation : annotations) {
            out.append(margin).append(annotation.source(indentation)).append('\n');
        }
        out.append(margin).append(declaration).append(name);
        components(out, indentation, margin.length() + declaration.length() + name.length());
        if (nested.isEmpty()) {
            out.append(" {}\n");
            return;
        }
        out.append(" {\n");
        for (int i = 0; i < nested.size(); i++) {
            out.append(i > 0 ? "\n" : "");
            nested.get(i).write(out, indentation + STEP, "public record ");
        }
        out.append(margin).append("}\n");
    }

    private void components(StringBuilder out, int indentation, int column) {
        String line = components.stream().map(ImportedComponent::toLine).collect(Collectors.joining(", ", "(", ")"));
        if (column + line.length() + " {}".length() <= ImportedAnnotation.WIDTH) {
            out.append(line);
            return;
        }
        int deep = indentation + 2 * STEP;
        String margin = "\n" + " ".repeat(deep);
        out.append(components.stream()
                .map(component -> component.text(deep))
                .collect(Collectors.joining("," + margin, "(" + margin, ")")));
    }
}
