/** The annotations that describe tables, views and materialized views on records, and roles, and the types of columns. */
module dev.cairn.annotations {
    requires static org.jetbrains.annotations;
    requires static org.jspecify;

    exports dev.cairn.annotation;
    exports dev.cairn.annotation.access;
    exports dev.cairn.annotation.cluster;
    exports dev.cairn.annotation.datatest;
    exports dev.cairn.type;
}
