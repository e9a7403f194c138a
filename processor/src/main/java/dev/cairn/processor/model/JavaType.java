package dev.cairn.processor.model;

import java.util.List;

/** The Java type of a component, which determines how values are read, written and compared. */
public sealed interface JavaType {
    /** A primitive type, or its wrapper class. */
    record Primitive(Kind kind, boolean boxed) implements JavaType {
        public enum Kind {
            BOOLEAN,
            BYTE,
            SHORT,
            INT,
            LONG,
            FLOAT,
            DOUBLE
        }
    }

    /** A class that corresponds to one SQL type. */
    enum Simple implements JavaType {
        STRING,
        /** A String that holds JSON. */
        JSON,
        BIG_DECIMAL,
        BIG_INTEGER,
        LOCAL_DATE,
        LOCAL_DATE_TIME,
        BYTES,
        BITMAP,
        HLL,
        PERCENTILE,
        STATE
    }

    /** An enum, stored by the names of its constants. */
    record Enumeration(JavaName name) implements JavaType {}

    record ListOf(JavaType element) implements JavaType {}

    record MapOf(JavaType key, JavaType value) implements JavaType {}

    /** A nested record: a STRUCT. */
    record Struct(JavaName name, List<Field> fields) implements JavaType {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of a STRUCT.
     *
     * @param accessor the component's name in Java
     * @param name the field's in SQL
     */
    record Field(String accessor, String name, JavaType type) {}
}
