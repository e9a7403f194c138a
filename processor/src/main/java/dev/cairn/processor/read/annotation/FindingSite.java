package dev.cairn.processor.read.annotation;

import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.annotation.PlaceRegistry.Origin;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Determines where findings about an element are reported: at the element, its annotation or a value in it, or all at
 * one other place, for example because the element has no source in this compile.
 *
 * @param overridingPlace where all findings about the element are reported instead of at the element; null to report
 *     them there
 */
public record FindingSite(
        PlaceRegistry places, Element element, @Nullable Place overridingPlace) {
    /** Returns the place of findings about the element as a whole. */
    public Place place() {
        return place(null, null);
    }

    /** Returns the place of findings about an annotation, or about a value in it. */
    Place place(@Nullable AnnotationMirror annotation, @Nullable AnnotationValue value) {
        return overridingPlace != null ? overridingPlace : places.placeOf(new Origin(element, annotation, value));
    }
}
