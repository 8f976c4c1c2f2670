package id.desaterlindungi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the keysets of a new register, as its secret wants them: a file {@code nik-index} and a file {@code sealing}, each a keyset in
 * base64. {@code keysets} in deploy/kubernetes starts it. Whoever loses them has lost every NIK of the register.
 */
public final class NewKeysets {
    private NewKeysets() {}

    /** @param arguments a directory that is not there yet */
    public static void main(String[] arguments) throws IOException {
        var directory = Files.createDirectory(Path.of(arguments[0]));
        var made = Files.createTempDirectory("keysets");
        try {
            var keysets = Keysets.in(made);
            PrivateFile.write(directory.resolve("nik-index"), keysets.nikIndex());
            PrivateFile.write(directory.resolve("sealing"), keysets.sealing());
        } finally {
            Directories.delete(made);
        }
    }
}
