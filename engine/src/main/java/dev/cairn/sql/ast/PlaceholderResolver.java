package dev.cairn.sql.ast;

/**
 * Resolves placeholders whose values are known only when a statement is executed. The parser calls it for each
 * property, for each placeholder in place of a number of buckets or a name, and for each placeholder in the name of a
 * role.
 */
public interface PlaceholderResolver {
    /** Resolves nothing: each placeholder remains in the statement. */
    PlaceholderResolver KEEP_PLACEHOLDERS = new PlaceholderResolver() {
        @Override
        public String resolveProperty(String name, String value) {
            return value;
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            return new Buckets.PlaceholderBuckets(placeholder);
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            return placeholder.toString();
        }
    };

    /** Returns the value of a property. A given value without a placeholder is returned unchanged. */
    String resolveProperty(String name, String value);

    /** Returns the number of buckets for a placeholder. */
    Buckets resolveBuckets(Placeholder placeholder);

    /**
     * Returns the name for a placeholder in a statement about privileges: the name of a user or of the
     * {@link Placeholder#DATABASE}, or a part of the name of a role.
     */
    String resolveName(Placeholder placeholder);

    /** Returns the text of a statement that an object contains, with the names for its placeholders. */
    default String resolveNames(String text) {
        return Placeholder.replaceAll(text, this::resolveName);
    }
}
