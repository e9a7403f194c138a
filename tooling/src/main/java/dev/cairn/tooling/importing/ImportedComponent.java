package dev.cairn.tooling.importing;

import dev.cairn.tooling.importing.ColumnTypeChooser.AnnotatedType;
import java.util.List;

/**
 * A component of a record.
 *
 * @param annotations the annotations before the type
 * @param type the source text of the type
 */
record ImportedComponent(List<ImportedAnnotation> annotations, String type, String name) {
    ImportedComponent {
        annotations = List.copyOf(annotations);
    }

    String renderOnOneLine() {
        return new AnnotatedType(annotations, type).renderOnOneLine() + " " + name;
    }

    /** Returns the source. The first line begins at the indentation, which is not part of the result. */
    String toSource(int indentation) {
        String line = renderOnOneLine();
        if (indentation + line.length() < ImportedAnnotation.LINE_WIDTH) {
            return line;
        }
        String lineBreak = "\n" + " ".repeat(indentation);
        StringBuilder lines = new StringBuilder();
        annotations.forEach(
                annotation -> lines.append(annotation.toSource(indentation)).append(lineBreak));
        return lines.append(type).append(' ').append(name).toString();
    }
}
