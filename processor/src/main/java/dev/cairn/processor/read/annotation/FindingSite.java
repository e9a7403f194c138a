package dev.cairn.processor.read.annotation;

import dev.cairn.processor.finding.Place;
import dev.cairn.processor.read.annotation.PlaceRegistry.Origin;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Determines where findings about an element are reported: at the element, at one of its annotations, or at a value in
 * the annotation. If the source of the element is not part of this compilation, they are all reported at another place.
 *
 * @param overridingPlace the place at which all findings about the element are reported; null if they are reported at
 *     the element itself
 */
public record FindingSite(
        PlaceRegistry placeRegistry,
        Element element,
        @Nullable Place overridingPlace) {
    /** Returns the place of findings about the element as a whole. */
    public Place place() {
        return place(null, null);
    }

    /** Returns the place of findings about an annotation, or about a value in it. */
    Place place(@Nullable AnnotationMirror annotation, @Nullable AnnotationValue value) {
        return overridingPlace != null
                ? overridingPlace
                : placeRegistry.assignPlace(new Origin(element, annotation, value));
    }
}
