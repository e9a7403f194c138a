package dev.cairn.processor.model;

/** The format version of generated classes. A test checks that the runtime has the same version. */
public final class DescriptorFormat {
    public static final int CURRENT = 3;

    private DescriptorFormat() {}
}
