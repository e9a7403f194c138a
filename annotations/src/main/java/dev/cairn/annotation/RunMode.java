package dev.cairn.annotation;

/** The storage of the servers of a cluster. */
public enum RunMode {
    /** Each server stores its data on its own disks. */
    SHARED_NOTHING,
    /** All servers store their data in a shared object store. */
    SHARED_DATA
}
