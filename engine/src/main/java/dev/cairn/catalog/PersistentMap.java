package dev.cairn.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map with string keys, ordered by key. Values must not be null. A changed copy shares all nodes except
 * for the path to the change, so the cost of an ALTER hardly depends on the number of tables in the catalog.
 */
public final class PersistentMap<V> implements Iterable<Map.Entry<String, V>> {
    private static final PersistentMap<?> EMPTY = new PersistentMap<>(null);

    private final @Nullable Node<V> root;

    private PersistentMap(@Nullable Node<V> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked")
    public static <V> PersistentMap<V> empty() {
        return (PersistentMap<V>) EMPTY;
    }

    public int size() {
        return size(root);
    }

    public boolean isEmpty() {
        return root == null;
    }

    public Optional<V> get(String key) {
        Node<V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return Optional.of(node.value);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    public boolean contains(String key) {
        return get(key).isPresent();
    }

    public PersistentMap<V> withEntry(String key, V value) {
        return new PersistentMap<>(put(root, key, value));
    }

    /** Returns the map without a key; this map if it does not contain the key. */
    public PersistentMap<V> withoutKey(String key) {
        return contains(key) ? new PersistentMap<>(remove(root, key)) : this;
    }

    /**
     * Returns the keys that only one of the maps contains, or whose values are not the same object in both maps. Shared
     * subtrees are skipped, so comparing a map with a changed copy costs no more than the change.
     */
    public SortedSet<String> findChangedKeys(PersistentMap<V> other) {
        return new TreeComparator<>(root, other.root).collectChangedKeys();
    }

    @Override
    public Iterator<Map.Entry<String, V>> iterator() {
        return new InOrderIterator<>(root);
    }

    public Iterable<V> values() {
        return () -> {
            Iterator<Map.Entry<String, V>> entries = iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public V next() {
                    return entries.next().getValue();
                }
            };
        };
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a copy that shares everything is equal, which needs no traversal
    public boolean equals(Object other) {
        if (!(other instanceof PersistentMap<?> map) || map.size() != size()) {
            return false;
        }
        if (map.root == root) {
            return true;
        }
        Iterator<? extends Map.Entry<String, ?>> entries = iterator();
        Iterator<? extends Map.Entry<String, ?>> otherEntries = map.iterator();
        while (entries.hasNext()) {
            if (!entries.next().equals(otherEntries.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<String, V> entry : this) {
            hash += entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<String, V> entry : this) {
            text.append(text.length() > 1 ? ", " : "").append(entry);
        }
        return text.append('}').toString();
    }

    private record Node<V>(
            String key,
            V value,
            @Nullable Node<V> left,
            @Nullable Node<V> right,
            int size) {}

    // A weight-balanced tree: neither side is more than three times as heavy as the other (Adams; Hirai and Yamamoto).
    private static final int MAX_WEIGHT_RATIO = 3;
    /**
     * A double rotation is needed if the inner grandchild is at least this number of times as heavy as the outer one.
     */
    private static final int SINGLE_ROTATION_RATIO = 2;

    private static int size(@Nullable Node<?> node) {
        return node == null ? 0 : node.size;
    }

    private static <V> Node<V> createNode(String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
        return new Node<>(key, value, left, right, size(left) + size(right) + 1);
    }

    private static <V> Node<V> put(@Nullable Node<V> node, String key, V value) {
        if (node == null) {
            return createNode(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return createNode(key, value, node.left, node.right);
        }
        return order < 0
                ? createBalanced(node.key, node.value, put(node.left, key, value), node.right)
                : createBalanced(node.key, node.value, node.left, put(node.right, key, value));
    }

    private static <V> @Nullable Node<V> remove(@Nullable Node<V> node, String key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return createBalanced(node.key, node.value, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return createBalanced(node.key, node.value, node.left, remove(node.right, key));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<V> successor = findLeftmost(node.right);
        return createBalanced(successor.key, successor.value, node.left, remove(node.right, successor.key));
    }

    private static <V> Node<V> findLeftmost(Node<V> node) {
        Node<V> leftmostNode = node;
        while (leftmostNode.left != null) {
            leftmostNode = leftmostNode.left;
        }
        return leftmostNode;
    }

    /**
     * Returns a balanced tree of an entry and the subtrees on its two sides. One of the subtrees may have gained or
     * lost one node, so a single or double rotation is always sufficient.
     */
    private static <V> Node<V> createBalanced(String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
        int leftWeight = size(left) + 1;
        int rightWeight = size(right) + 1;
        if (right != null && rightWeight > MAX_WEIGHT_RATIO * leftWeight) {
            return rotateLeft(key, value, left, right);
        }
        if (left != null && leftWeight > MAX_WEIGHT_RATIO * rightWeight) {
            return rotateRight(key, value, left, right);
        }
        return createNode(key, value, left, right);
    }

    private static <V> Node<V> rotateLeft(String key, V value, @Nullable Node<V> left, Node<V> right) {
        Node<V> innerChild = right.left;
        if (innerChild == null || size(innerChild) + 1 < SINGLE_ROTATION_RATIO * (size(right.right) + 1)) {
            return createNode(right.key, right.value, createNode(key, value, left, innerChild), right.right);
        }
        return createNode(
                innerChild.key,
                innerChild.value,
                createNode(key, value, left, innerChild.left),
                createNode(right.key, right.value, innerChild.right, right.right));
    }

    private static <V> Node<V> rotateRight(String key, V value, Node<V> left, @Nullable Node<V> right) {
        Node<V> innerChild = left.right;
        if (innerChild == null || size(innerChild) + 1 < SINGLE_ROTATION_RATIO * (size(left.left) + 1)) {
            return createNode(left.key, left.value, left.left, createNode(key, value, innerChild, right));
        }
        return createNode(
                innerChild.key,
                innerChild.value,
                createNode(left.key, left.value, left.left, innerChild.left),
                createNode(key, value, innerChild.right, right));
    }

    private static final class InOrderIterator<V> implements Iterator<Map.Entry<String, V>> {
        private final Deque<Node<V>> pendingNodes = new ArrayDeque<>();

        InOrderIterator(@Nullable Node<V> root) {
            pushLeftSpine(root);
        }

        private void pushLeftSpine(@Nullable Node<V> subtree) {
            for (Node<V> node = subtree; node != null; node = node.left) {
                pendingNodes.push(node);
            }
        }

        @Override
        public boolean hasNext() {
            return !pendingNodes.isEmpty();
        }

        @Override
        public Map.Entry<String, V> next() {
            if (pendingNodes.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<V> node = pendingNodes.pop();
            pushLeftSpine(node.right);
            return Map.entry(node.key, node.value);
        }
    }

    /**
     * Compares two trees in the order of their keys. The remainder of each tree is a stack of subtrees and single
     * nodes. If the topmost elements of the two stacks differ, the larger one is expanded first.
     */
    private static final class TreeComparator<V> {
        private final Deque<Subtree<V>> firstSubtrees = new ArrayDeque<>();
        private final Deque<Subtree<V>> secondSubtrees = new ArrayDeque<>();
        private final SortedSet<String> changedKeys = new TreeSet<>();

        /**
         * A part of a tree that is still to be compared.
         *
         * @param isWhole whether this stands for the whole subtree, or for its root alone
         */
        private record Subtree<V>(Node<V> node, boolean isWhole) {
            /** Returns the number of nodes; 0 for a single node, which can't be expanded. */
            int expandableSize() {
                return isWhole ? node.size : 0;
            }
        }

        TreeComparator(@Nullable Node<V> firstRoot, @Nullable Node<V> secondRoot) {
            push(firstSubtrees, firstRoot, true);
            push(secondSubtrees, secondRoot, true);
        }

        private static <V> void push(Deque<Subtree<V>> subtrees, @Nullable Node<V> node, boolean isWhole) {
            if (node != null) {
                subtrees.push(new Subtree<>(node, isWhole));
            }
        }

        SortedSet<String> collectChangedKeys() {
            while (!firstSubtrees.isEmpty() && !secondSubtrees.isEmpty()) {
                advance(firstSubtrees.element(), secondSubtrees.element());
            }
            addRemainingKeys(firstSubtrees);
            addRemainingKeys(secondSubtrees);
            return changedKeys;
        }

        @SuppressWarnings("ReferenceEquality") // shared subtrees are the same object
        private void advance(Subtree<V> firstSubtree, Subtree<V> secondSubtree) {
            if (firstSubtree.isWhole() && secondSubtree.isWhole() && firstSubtree.node() == secondSubtree.node()) {
                firstSubtrees.remove();
                secondSubtrees.remove();
            } else if (firstSubtree.isWhole() || secondSubtree.isWhole()) {
                expand(
                        firstSubtree.expandableSize() >= secondSubtree.expandableSize()
                                ? firstSubtrees
                                : secondSubtrees);
            } else {
                int order = firstSubtree.node().key.compareTo(secondSubtree.node().key);
                if (order != 0 || firstSubtree.node().value != secondSubtree.node().value) {
                    changedKeys.add(order <= 0 ? firstSubtree.node().key : secondSubtree.node().key);
                }
                if (order <= 0) {
                    firstSubtrees.remove();
                }
                if (order >= 0) {
                    secondSubtrees.remove();
                }
            }
        }

        private static <V> void expand(Deque<Subtree<V>> subtrees) {
            Node<V> node = subtrees.remove().node();
            push(subtrees, node.right, true);
            push(subtrees, node, false);
            push(subtrees, node.left, true);
        }

        private void addRemainingKeys(Deque<Subtree<V>> subtrees) {
            while (!subtrees.isEmpty()) {
                if (subtrees.element().isWhole()) {
                    expand(subtrees);
                } else {
                    changedKeys.add(subtrees.remove().node().key);
                }
            }
        }
    }
}
