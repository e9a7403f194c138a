/** Random values, each made from a seed alone: statements of every kind, with the strangest names and texts. */
package dev.cairn.random;
