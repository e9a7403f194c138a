package dev.cairn.processor.read.annotation;

import dev.cairn.processor.finding.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Assigns places to elements, annotations and values, and finds them again. A registry is valid for one round, because
 * elements differ between rounds.
 */
public final class PlaceRegistry {
    private final List<Origin> origins = new ArrayList<>();
    private final Map<Origin, Place> placeByOrigin = new HashMap<>();

    /** An element, or an annotation on it, or a value in the annotation. */
    public record Origin(
            Element element,
            @Nullable AnnotationMirror annotation,
            @Nullable AnnotationValue value) {
        /**
         * This method is written by hand, like {@link #equals}: method handles link the generated methods of records,
         * which delays the first compilation in each process.
         */
        @Override
        public int hashCode() {
            return 31 * (31 * element.hashCode() + Objects.hashCode(annotation)) + Objects.hashCode(value);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Origin origin
                    && element.equals(origin.element)
                    && Objects.equals(annotation, origin.annotation)
                    && Objects.equals(value, origin.value);
        }

        /** Returns the source text of the annotation; an empty string without an annotation. */
        public String writtenText() {
            return annotation == null
                    ? ""
                    : annotation.toString().replace(CairnAnnotations.ANNOTATION_PACKAGE_PREFIX, "");
        }
    }

    /** Returns the place of an origin, and assigns one at the first call. */
    Place assignPlace(Origin origin) {
        return placeByOrigin.computeIfAbsent(origin, newOrigin -> {
            origins.add(newOrigin);
            return new Place(origins.size());
        });
    }

    /**
     * Returns the origin of a place.
     *
     * @throws IndexOutOfBoundsException if this registry has not assigned the place, such as {@link Place#NONE}
     */
    public Origin requireOrigin(Place place) {
        return origins.get(place.number() - 1);
    }
}
