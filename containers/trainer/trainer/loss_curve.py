"""The loss of each training step as one HTML page with a drawing, nothing in it from elsewhere."""

from collections.abc import Sequence

import numpy as np

from trainer.html import page

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 320, 56, 36


def loss_curve(losses: Sequence[float], steps_in_epoch: int) -> str:
    """The page. A thin line for each step's loss, a thick one for its running mean, a mark at each epoch."""
    values = np.asarray(losses, dtype=float)
    top, floor = float(values.max()), float(values.min())
    span = max(top - floor, 1e-9)

    def x(step: float) -> float:
        return LEFT + (WIDTH - LEFT) * step / max(1, len(values) - 1)

    def y(loss: float) -> float:
        return 8 + (HEIGHT - BOTTOM - 8) * (top - loss) / span

    def line(series: np.ndarray, kind: str) -> str:
        points = " ".join(f"{x(step):.1f},{y(loss):.1f}" for step, loss in enumerate(series))
        return f'<polyline class="{kind}" points="{points}"/>'

    window = max(1, len(values) // 20)
    mean = np.array([values[max(0, step - window + 1) : step + 1].mean() for step in range(len(values))])
    ticks = "".join(
        f'<text x="{LEFT - 8}" y="{y(loss) + 4:.1f}" text-anchor="end">{loss:.2f}</text>'
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y(loss):.1f}" y2="{y(loss):.1f}"/>'
        for loss in np.linspace(floor, top, 5)
    )
    marks = "".join(
        f'<text x="{x(step):.1f}" y="{HEIGHT - 12}" text-anchor="middle">step {step}</text>'
        for step in range(0, len(values), max(1, steps_in_epoch))
        if x(step) < WIDTH - 30
    )
    drawing = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Training loss by step">'
        f"{ticks}{marks}{line(values, 'each')}{line(mean, 'mean')}</svg>"
    )
    said = f"<p>Cross-entropy of the reply's tokens, from {mean[0]:.2f} to {mean[-1]:.2f} in {len(values)} steps.</p>"
    return page("Training loss", said + drawing)
