/** The annotations that describe tables, views and materialized views on records, and the types of their columns. */
module dev.cairn.annotations {
    requires static org.jspecify;

    exports dev.cairn.annotation;
    exports dev.cairn.type;
}
