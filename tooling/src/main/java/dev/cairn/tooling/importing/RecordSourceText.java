package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A record as source text.
 *
 * @param nestedRecords the nested records, each for a struct or for a part of the components
 */
record RecordSourceText(
        List<ImportedAnnotation> annotations,
        String name,
        List<ImportedComponent> components,
        List<RecordSourceText> nestedRecords) {
    /** The number of values up to which a constructor can take them all, if none of them is a long or a double. */
    static final int MAX_COMPONENT_COUNT = 254;

    /**
     * The number of components of an embedded record, for which a constructor is sufficient even if each counts twice.
     */
    private static final int MAX_EMBEDDED_COMPONENT_COUNT = 100;

    RecordSourceText {
        annotations = List.copyOf(annotations);
        components = List.copyOf(components);
        nestedRecords = List.copyOf(nestedRecords);
    }

    /**
     * Creates a record with any number of components. If a constructor can't take them all, they are divided into
     * embedded records: a constructor takes 254 values, and a long or a double counts twice.
     *
     * @param nestedNames the reserved names of nested records; the names of the embedded records are reserved, too
     */
    static RecordSourceText of(
            List<ImportedAnnotation> annotations,
            String name,
            List<ImportedComponent> components,
            List<RecordSourceText> nestedRecords,
            UniqueJavaNames nestedNames,
            JavaImports imports) {
        if (countParameterSlots(components) <= MAX_COMPONENT_COUNT) {
            return new RecordSourceText(annotations, name, components, nestedRecords);
        }
        ImportedAnnotation embeddedAnnotation = imports.importAnnotation("Embedded");
        List<ImportedComponent> embeddedComponents = new ArrayList<>();
        List<RecordSourceText> partRecords = new ArrayList<>();
        for (int startIndex = 0; startIndex < components.size(); startIndex += MAX_EMBEDDED_COMPONENT_COUNT) {
            List<ImportedComponent> partComponents = components.subList(
                    startIndex, Math.min(startIndex + MAX_EMBEDDED_COMPONENT_COUNT, components.size()));
            String partName = nestedNames.reserveUnique("Part" + (embeddedComponents.size() + 1));
            embeddedComponents.add(new ImportedComponent(
                    List.of(embeddedAnnotation), partName, "part" + (embeddedComponents.size() + 1)));
            partRecords.add(new RecordSourceText(List.of(), partName, partComponents, List.of()));
        }
        partRecords.addAll(nestedRecords);
        return new RecordSourceText(annotations, name, embeddedComponents, partRecords);
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
        StringBuilder source = new StringBuilder();
        writeRecord(source, 0);
        return source.toString();
    }

    private void writeRecord(StringBuilder source, int indentation) {
        String declaration = "public record " + name;
        String margin = " ".repeat(indentation);
        for (ImportedAnnotation annotation : annotations) {
            source.append(margin).append(annotation.toSource(indentation)).append('\n');
        }
        source.append(margin).append(declaration);
        writeComponents(source, indentation, margin.length() + declaration.length());
        if (nestedRecords.isEmpty()) {
            source.append(" {}\n");
            return;
        }
        source.append(" {\n");
        for (int i = 0; i < nestedRecords.size(); i++) {
            source.append(i > 0 ? "\n" : "");
            nestedRecords.get(i).writeRecord(source, indentation + AnnotationRenderer.INDENT_WIDTH);
        }
        source.append(margin).append("}\n");
    }

    private void writeComponents(StringBuilder source, int indentation, int startColumn) {
        String line =
                components.stream().map(ImportedComponent::renderOnOneLine).collect(Collectors.joining(", ", "(", ")"));
        if (startColumn + line.length() + " {}".length() <= ImportedAnnotation.LINE_WIDTH) {
            source.append(line);
            return;
        }
        int componentIndentation = indentation + 2 * AnnotationRenderer.INDENT_WIDTH;
        String lineBreak = "\n" + " ".repeat(componentIndentation);
        source.append(components.stream()
                .map(component -> component.toSource(componentIndentation))
                .collect(Collectors.joining("," + lineBreak, "(" + lineBreak, ")")));
    }
}
