package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An annotation of an imported record. */
record ImportedAnnotation(String name, List<Element> elements) {
    static final String VALUE = "value";
    static final int LINE_WIDTH = 120;

    record Element(String name, ElementValue value) {}

    /** The value of an element. */
    sealed interface ElementValue {}

    record TextValue(String text) implements ElementValue {}

    record TextArray(List<String> texts) implements ElementValue {
        TextArray {
            texts = List.copyOf(texts);
        }
    }

    /** A number, or the name of a constant. */
    record ConstantValue(String constant) implements ElementValue {}

    record ConstantArray(List<String> constants) implements ElementValue {
        ConstantArray {
            constants = List.copyOf(constants);
        }
    }

    record AnnotationArray(List<ImportedAnnotation> annotations) implements ElementValue {
        AnnotationArray {
            annotations = List.copyOf(annotations);
        }
    }

    ImportedAnnotation {
        elements = List.copyOf(elements);
    }

    static ImportedAnnotation of(String name) {
        return new ImportedAnnotation(name, List.of());
    }

    ImportedAnnotation withElement(String elementName, ElementValue value) {
        List<Element> newElements = new ArrayList<>(elements);
        newElements.add(new Element(elementName, value));
        return new ImportedAnnotation(name, newElements);
    }

    ImportedAnnotation withText(String elementName, String text) {
        return withElement(elementName, new TextValue(text));
    }

    /** Adds an element unless the text is null or empty, which is the default of the element. */
    ImportedAnnotation withOptionalText(String elementName, @Nullable String text) {
        return text == null || text.isEmpty() ? this : withText(elementName, text);
    }

    ImportedAnnotation withTexts(String elementName, List<String> texts) {
        return withElement(elementName, new TextArray(texts));
    }

    ImportedAnnotation withConstant(String elementName, String constant) {
        return withElement(elementName, new ConstantValue(constant));
    }

    /** Adds an element with an array of annotations, unless it would be empty. */
    ImportedAnnotation withAnnotations(String elementName, List<ImportedAnnotation> annotations) {
        return annotations.isEmpty() ? this : withElement(elementName, new AnnotationArray(annotations));
    }

    /** Returns the source; the first line begins at the indentation, which is not part of the result. */
    String toSource(int indentation) {
        return AnnotationRenderer.of(this).render(indentation);
    }

    String renderOnOneLine() {
        return AnnotationRenderer.of(this).renderOnOneLine();
    }
}
