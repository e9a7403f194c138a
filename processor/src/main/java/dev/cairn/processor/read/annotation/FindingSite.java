package dev.cairn.processor.read.annotation;

import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.annotation.Places.Origin;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * The place of findings about an element: the element itself and its annotations or, if it has no source in this compile,
 * the place that refers to it.
 */
public record FindingSite(
        Places places, Element element, @Nullable Place fallbackPlace) {
    public Place place() {
        return place(null, null);
    }

    Place place(@Nullable AnnotationMirror annotation, @Nullable AnnotationValue value) {
        return fallbackPlace != null ? fallbackPlace : places.placeOf(new Origin(element, annotation, value));
    }
}
