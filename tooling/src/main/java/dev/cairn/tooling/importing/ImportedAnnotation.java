package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;

/** An annotation with what it says; {@code value} alone is written without its name. */
record ImportedAnnotation(String name, List<Element> elements) {
    static final String VALUE = "value";

    record Element(String name, Value value) {}

    /** What an element says. */
    sealed interface Value {}

    record Text(String text) implements Value {}

    /** One text stands without braces. */
    record Texts(List<String> texts) implements Value {
        Texts {
            texts = List.copyOf(texts);
        }
    }

    /** A number, or the name of a constant. */
    record Word(String word) implements Value {}

    record Words(List<String> words) implements Value {
        Words {
            words = List.copyOf(words);
        }
    }

    record Annotations(List<ImportedAnnotation> annotations) implements Value {
        Annotations {
            annotations = List.copyOf(annotations);
        }
    }

    ImportedAnnotation {
        elements = List.copyOf(elements);
    }

    static ImportedAnnotation of(String name) {
        return new ImportedAnnotation(name, List.of());
    }

    ImportedAnnotation with(String element, Value value) {
        List<Element> more = new ArrayList<>(elements);
        more.add(new Element(element, value));
        return new ImportedAnnotation(name, more);
    }

    ImportedAnnotation text(String element, String text) {
        return with(element, new Text(text));
    }

    /** Unless it is empty, which is as if nothing was said. */
    ImportedAnnotation said(String element, String text) {
        return text.isEmpty() ? this : text(element, text);
    }

    ImportedAnnotation texts(String element, List<String> texts) {
        return with(element, new Texts(texts));
    }

    ImportedAnnotation word(String element, String word) {
        return with(element, new Word(word));
    }

    ImportedAnnotation annotations(String element, List<ImportedAnnotation> annotations) {
        return annotations.isEmpty() ? this : with(element, new Annotations(annotations));
    }

    boolean saysSomething() {
        return !elements.isEmpty();
    }
}
