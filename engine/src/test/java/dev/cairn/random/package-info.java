/** Creates random values that depend only on a seed: statements of every kind, with the strangest names and texts. */
package dev.cairn.random;
