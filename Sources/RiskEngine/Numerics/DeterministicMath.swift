/// Elementary functions whose results are the same bits on every machine and in every build mode.
///
/// A C library's `exp` or `log` may change its last bit between versions, and one bit is enough to move a price over a rounding edge:
/// a risk file that somebody else recomputes must then differ by a cent. These functions use nothing but IEEE 754 binary64 `+ - * /` and
/// comparisons, in a fixed order, each rounded to nearest even; Swift never contracts them to fused multiply-adds.
///
/// | function | domain | largest relative error |
/// |---|---|---|
/// | ``exponential(_:)`` | -708 ... 709 | 4e-16 |
/// | ``logarithm(_:)`` | all positive finite numbers | 5e-16 |
/// | ``power(_:_:)`` | base > 0, abs(exponent * log(base)) <= 100 | 1e-13, and 3e-15 where that product is at most 2 |
/// | ``normalDensity(_:)`` | abs(x) <= 37 | 1e-15 |
/// | ``normalCumulative(_:)`` | x >= -37 | 1e-14 |
///
/// The bounds are tested against values of 40 digits (`fixtures/numerics`).
public enum DeterministicMath {}
