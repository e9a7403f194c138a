/**
 * The properties of a server on which its answers depend: version, run mode, switches, and the resources of its
 * cluster. Users of the embedded server choose them, so this package is part of the public API. It uses no other
 * package.
 */
@NullMarked
package dev.cairn.profile;

import org.jspecify.annotations.NullMarked;
