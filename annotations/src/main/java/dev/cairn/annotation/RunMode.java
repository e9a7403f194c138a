package dev.cairn.annotation;

/**
 * Where the servers of a cluster keep their data.
 */
public enum RunMode {
    /** On their own disks. */
    SHARED_NOTHING,
    /** In an object store that all of them share. */
    SHARED_DATA
}
