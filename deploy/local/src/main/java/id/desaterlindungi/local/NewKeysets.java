package id.desaterlindungi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the keysets of a new register, as its secret wants them, and changes the key that seals or the one that indexes. {@code keysets} in deploy/kubernetes
 * starts it. Whoever loses them has lost every NIK of the register.
 */
public final class NewKeysets {
    private NewKeysets() {}

    /**
     * @param arguments a directory that is not there yet; or {@code add} and a directory of keysets; or {@code drop}, such a directory
     *     and the id of a key. {@code add-index} and {@code drop-index} are the same for the key of the index; so is {@code back-index} for
     *     one that was added and is given up
     */
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "add" -> {
                var added = there(arguments[1]).addSealingKey();
                System.out.println("Key " + Integer.toUnsignedString(added) + " seals from now on");
            }
            case "drop" -> {
                var keysets = there(arguments[1]);
                keysets.dropSealingKey(Integer.parseUnsignedInt(arguments[2]));
                tellLeft(keysets.sealingKeys());
            }
            case "add-index" -> {
                var added = there(arguments[1]).addIndexKey();
                System.out.println("Key " + Integer.toUnsignedString(added) + " is to index");
            }
            case "drop-index" -> {
                var keysets = there(arguments[1]);
                keysets.dropIndexKey(Integer.parseUnsignedInt(arguments[2]));
                tellLeft(keysets.indexKeys());
                System.out.println("Bring the file there only where GET /v1/keys says that key " + arguments[2]
                        + " is RETIRED: with an index that is being made anew, both keys have to be there");
            }
            case "back-index" -> {
                var keysets = there(arguments[1]);
                var indexes = keysets.takeIndexKeyBack(Integer.parseUnsignedInt(arguments[2]));
                tellLeft(keysets.indexKeys());
                System.out.println(
                        "Bring the file there only where GET /v1/keys says that key "
                                + Integer.toUnsignedString(indexes)
                                + " is USED, and tells of no reindexing or of one that is TAKEN_BACK: otherwise no replica starts again");
            }
            default -> Keysets.in(Files.createDirectory(Path.of(arguments[0])));
        }
    }

    private static void tellLeft(int[] keys) {
        System.out.println("Left are the keys "
                + Arrays.stream(keys).mapToObj(Integer::toUnsignedString).toList());
    }

    private static Keysets there(String directory) {
        var keysets = new Keysets(Path.of(directory));
        for (var file : List.of(keysets.index(), keysets.sealing())) {
            if (!Files.exists(file)) { // Made anew it would be a stranger's.
                throw new IllegalArgumentException(file + " is missing: bring it back from the copy");
            }
        }
        return Keysets.in(keysets.directory());
    }
}
