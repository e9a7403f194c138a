package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an index on one column. The annotation is on the record, or on the component of the column.
 *
 * <pre>{@code
 * @Index(name = "by_city", columns = "city", using = BITMAP)
 * @Index(name = "words", columns = "note", using = GIN, properties = @Property(name = "parser", value = "english"))
 * }</pre>
 *
 * <pre>
 * INDEX by_city (`city`) USING BITMAP,
 * INDEX words (`note`) USING GIN("parser" = "english")
 * </pre>
 *
 * A column has at most one index. In a table with an {@link AggregateKey} or a {@link UniqueKey}, only columns of the
 * key can have a BITMAP or NGRAMBF index.
 */
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
@Repeatable(Index.List.class)
public @interface Index {
    /** The name of the index, which must be unique in the table. */
    String name();

    /** The column by its SQL name; exactly one. Required on a record. Default on a component: its own column. */
    String[] columns() default {};

    /** The kind of the index. Default: {@code BITMAP}. */
    Kind using() default Kind.BITMAP;

    /** The properties of the index, which depend on its kind. Default: none. */
    Property[] properties() default {};

    /** The comment ({@code COMMENT "…"}). Default: none. */
    String comment() default "";

    /** The kind of an {@link Index}. */
    enum Kind {
        /** {@code USING BITMAP}: for booleans, integers, decimals, dates and texts. */
        BITMAP,
        /** {@code USING NGRAMBF}: a bloom filter of the n-grams of a text. */
        NGRAMBF,
        /**
         * {@code USING GIN}: an inverted index of the words of a text. Requires {@link Schema.Experimental#GIN}, and a
         * DUPLICATE KEY table or, since server version 4.0, a PRIMARY KEY table.
         */
        GIN,
        /** {@code USING VECTOR}: finds the nearest vectors. Requires {@link Schema.Experimental#VECTOR}. */
        VECTOR
    }

    /** The container of repeated {@link Index} annotations. The compiler adds it; do not write it yourself. */
    @Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The indexes. */
        Index[] value();
    }
}
