package chat.bench.fire;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The production jar with one thing broken on purpose. Methods of its classes are changed in the
 * copy; what they call instead is a class of these tests that is put beside them. A method or a
 * call that is not there any more fails the test that wanted to break it.
 */
final class Mutant {
  private final Path jar;

  private Mutant(Path jar) {
    this.jar = jar;
  }

  /** A copy of {@code original} that is still whole. */
  static Mutant of(Path original, Path copy) throws IOException {
    Files.createDirectories(copy.toAbsolutePath().getParent());
    Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
    return new Mutant(copy);
  }

  Path jar() {
    return jar;
  }

  /** Puts a class of the tests into the jar. */
  Mutant with(Class<?> helper) throws IOException {
    String file = helper.getName().replace('.', '/') + ".class";
    try (FileSystem inside = FileSystems.newFileSystem(jar);
        InputStream in = helper.getClassLoader().getResourceAsStream(file)) {
      Files.copy(in, inside.getPath(file));
    }
    return this;
  }

  /**
   * In one method, calls a static method of the helper instead of another one, which must take the
   * receiver first and then the same arguments.
   *
   * @param called the name of the method that is no longer called there
   */
  Mutant redirect(String type, String method, String called, Class<?> helper, String instead)
      throws IOException {
    AtomicInteger found = new AtomicInteger();
    CodeTransform code =
        (builder, element) -> {
          if (element instanceof InvokeInstruction call && call.name().equalsString(called)) {
            found.incrementAndGet();
            MethodTypeDesc whole =
                call.opcode() == Opcode.INVOKESTATIC
                    ? call.typeSymbol()
                    : call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol());
            builder.invokestatic(ClassDesc.of(helper.getName()), instead, whole);
          } else {
            builder.with(element);
          }
        };
    change(type, ClassTransform.transformingMethodBodies(named(method), code));
    return found.get() > 0 ? this : missing(type + '.' + method + " calling " + called);
  }

  /** Has a method without result return at once where the helper says so of its only argument. */
  Mutant skipIf(String type, String method, Class<?> helper, String condition) throws IOException {
    AtomicInteger found = new AtomicInteger();
    CodeTransform code =
        CodeTransform.ofStateful(
            () ->
                new CodeTransform() {
                  private boolean begun;

                  @Override
                  public void accept(CodeBuilder builder, CodeElement element) {
                    if (!begun) {
                      begun = true;
                      found.incrementAndGet();
                      builder
                          .aload(1)
                          .invokestatic(
                              ClassDesc.of(helper.getName()),
                              condition,
                              MethodTypeDesc.ofDescriptor("(Ljava/lang/Object;)Z"))
                          .ifThen(CodeBuilder::return_);
                    }
                    builder.with(element);
                  }
                });
    change(type, ClassTransform.transformingMethodBodies(named(method).and(oneArgument()), code));
    return found.get() > 0 ? this : missing(type + '.' + method);
  }

  /** Has a method give {@code null}, whatever it is asked. */
  Mutant answerNull(String type, String method) throws IOException {
    AtomicInteger found = new AtomicInteger();
    change(
        type,
        (builder, element) -> {
          if (element instanceof MethodModel model && named(method).test(model)) {
            found.incrementAndGet();
            builder.withMethodBody(
                model.methodName(),
                model.methodType(),
                model.flags().flagsMask(),
                code -> code.aconst_null().areturn());
          } else {
            builder.with(element);
          }
        });
    return found.get() > 0 ? this : missing(type + '.' + method);
  }

  private Mutant missing(String what) {
    throw new AssertionError(
        "the mutant " + jar.getFileName() + " breaks nothing: there is no " + what + " any more");
  }

  private static Predicate<MethodModel> named(String method) {
    return model -> model.methodName().equalsString(method);
  }

  private static Predicate<MethodModel> oneArgument() {
    return model -> model.methodTypeSymbol().parameterCount() == 1;
  }

  private void change(String type, ClassTransform transform) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      Path file = inside.getPath(type.replace('.', '/') + ".class");
      ClassFile classFile = ClassFile.of();
      Files.write(
          file, classFile.transformClass(classFile.parse(Files.readAllBytes(file)), transform));
    }
  }
}
