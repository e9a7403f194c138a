package dev.cairn.tooling.importing;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A record as source text.
 *
 * @param nested records inside of it, which stand for structs or hold a part of the columns
 */
record RecordText(
        List<ImportedAnnotation> annotations,
        String name,
        List<ImportedComponent> components,
        List<RecordText> nested) {
    private static final int STEP = 4;

    RecordText {
        annotations = List.copyOf(annotations);
        components = List.copyOf(components);
        nested = List.copyOf(nested);
    }

    String text() {
        StringBuilder out = new StringBuilder();
        write(out, 0, "public record ");
        return out.toString();
    }

    private void write(StringBuilder out, int indentation, String words) {
        String margin = " ".repeat(indentation);
        for (ImportedAnnotation annotation : annotations) {
            out.append(margin)
                    .append(AnnotationText.of(annotation, indentation))
                    .append('\n');
        }
        out.append(margin).append(words).append(name);
        components(out, indentation, margin.length() + words.length() + name.length());
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
        String line = components.stream().map(ImportedComponent::onOneLine).collect(Collectors.joining(", ", "(", ")"));
        if (column + line.length() + " {}".length() <= AnnotationText.WIDTH) {
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
