"""Turns a reference to a Gemma into a Hugging Face folder on this machine.

    resolve("hf://google/gemma-3-270m-it", Path("base"))

A reference is a folder (Hugging Face's or KerasHub's), a GGUF file, or either of them at gs://bucket/path,
hf://owner/name[@revision][/file.gguf] or kaggle://owner/model/framework/variation[/version].
"""

import errno
import os
import re
import shutil
import tempfile
from pathlib import Path

from trainer.architecture import text_config
from trainer.executor import TaskError
from trainer.folders import read_json, whole_folder
from trainer.gguf_import import import_gguf
from trainer.keras_preset import import_keras_preset
from trainer.progress import Progress
from trainer.tensor_files import open_tensors
from trainer.tokenizer import load_tokenizer

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
# What of a repository is the model. The rest (other formats of the weights, pictures, papers) is not fetched.
WANTED = ("*.json", "*.safetensors", "*.jinja", "tokenizer.model", "*.weights.h5", "assets/tokenizer/*")


def resolve(reference: str, destination: str | Path) -> Path:
    """Puts the Gemma that a reference names at `destination`, whole or not at all, and returns that path."""
    destination = Path(destination)
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".download-", dir=destination.parent) as downloads:
        adopt(fetch(reference, Path(downloads)), reference, destination)
    return destination


def fetch(reference: str, downloads: Path) -> Path:
    """The folder or GGUF file that a reference names, downloaded if it is elsewhere."""
    scheme, separator, rest = reference.partition("://")
    if not separator:
        return local(reference)
    if scheme == "gs":
        return from_bucket(reference, rest, downloads)
    if scheme == "hf":
        return from_hugging_face(reference, rest)
    if scheme == "kaggle":
        return from_kaggle(reference, rest)
    raise TaskError(f"base {reference}: {scheme}:// is not known. Give a path, gs://, hf:// or kaggle://.")


def local(reference: str) -> Path:
    path = Path(reference).expanduser()
    if path.exists():
        return path
    hint = "Check the path"
    if re.fullmatch(r"[\w.-]+/[\w.-]+", reference):
        hint += f", or give hf://{reference} if that is a model of the Hugging Face Hub"
    raise TaskError(f"base {reference}: there is no such file or folder. {hint}.")


def adopt(source: Path, reference: str, destination: Path) -> None:
    """Makes the destination out of a GGUF file, a KerasHub preset or a Hugging Face folder."""
    if source.is_file() and source.suffix == ".gguf":
        import_gguf(source, destination)
    elif source.is_file():
        raise TaskError(f"base {reference}: a file must be a .gguf. Give a GGUF file or a model folder.")
    elif (source / "metadata.json").is_file() and (source / "model.weights.h5").is_file():
        import_keras_preset(source, destination, reference)
    else:
        link_folder(source, reference, destination)


def link_folder(source: Path, reference: str, destination: Path) -> None:
    """A Hugging Face folder's files, hard-linked where the disk allows it: weights are large and never changed."""
    if not (source / "config.json").is_file():
        files = [file.name for file in sorted(source.glob("*.gguf"))]
        hint = f"Give {source / files[0]}" if files else "Give a Hugging Face model folder or a GGUF file"
        raise TaskError(f"base {reference}: the folder has no config.json. {hint}.")
    text_config(read_json(source / "config.json"), f"base {reference}")
    load_tokenizer(source)
    with open_tensors(source):
        pass
    with whole_folder(destination) as unfinished:
        for file in sorted(source.iterdir()):
            if file.is_file() and any(file.match(pattern) for pattern in WANTED):
                link(file.resolve(), unfinished / file.name)


def link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without hard links
        shutil.copyfile(source, target)


def from_bucket(reference: str, rest: str, downloads: Path) -> Path:
    mounted = Path("/gcs") / rest  # Vertex AI mounts buckets there
    if mounted.exists():
        return mounted
    from google.api_core.exceptions import GoogleAPICallError, RetryError
    from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError
    from google.cloud import storage
    from google.cloud.storage.retry import DEFAULT_RETRY

    bucket, _, name = rest.strip("/").partition("/")
    folder = f"{name}/" if name else ""
    retry = DEFAULT_RETRY.with_timeout(30)
    try:
        blobs = {blob.name: blob for blob in storage.Client().list_blobs(bucket, prefix=name, retry=retry)}
        if name in blobs:  # the reference is a file
            blobs[name].download_to_filename(downloads / Path(name).name, retry=retry)
            return downloads / Path(name).name
        parts = [part.removeprefix(folder) for part in sorted(blobs) if part.startswith(folder)]
        parts = [part for part in parts if any(Path(part).match(pattern) for pattern in WANTED)]
        progress = Progress(len(parts))
        for number, part in enumerate(parts, 1):
            progress.report(number, part)
            target = downloads / "folder" / part
            if ".." in Path(part).parts:
                raise TaskError(f"base {reference}: the object {part} would leave its folder. Rename it.")
            target.parent.mkdir(parents=True, exist_ok=True)
            blobs[folder + part].download_to_filename(target, retry=retry)
    except DefaultCredentialsError:
        hint = "Run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS"
        raise TaskError(f"base {reference}: there are no Google credentials here. {hint}.") from None
    except (GoogleAPICallError, GoogleAuthError, RetryError, OSError) as error:
        raise_unless_disk_full(error)
        raise TaskError(
            f"base {reference}: {first_line(error)}. Check the bucket, its permissions and the network."
        ) from error
    if not (downloads / "folder").is_dir():
        raise TaskError(f"base {reference}: there is nothing there. Check the bucket and the path.")
    return downloads / "folder"


def from_hugging_face(reference: str, rest: str) -> Path:
    from huggingface_hub import errors, hf_hub_download, snapshot_download
    from huggingface_hub.utils import disable_progress_bars

    form = re.fullmatch(r"([\w.-]+/[\w.-]+?)(?:@([\w./-]+?))?(?:/([\w./-]+\.gguf))?/?", rest)
    if form is None:
        raise TaskError(f"base {reference}: is not hf://owner/name. Give hf://owner/name[@revision][/file.gguf].")
    name, revision, file = form.groups()
    page = f"https://huggingface.co/{name}"
    disable_progress_bars()
    print(f"downloading {reference}", flush=True)
    try:
        if file is not None:
            return Path(hf_hub_download(name, file, revision=revision))
        return Path(snapshot_download(name, revision=revision, allow_patterns=list(WANTED)))
    except errors.GatedRepoError:
        hint = f"Accept its licence at {page} and set HF_TOKEN to a token of that account"
        raise TaskError(f"base {reference}: the model is gated. {hint}.") from None
    except errors.RepositoryNotFoundError:
        hint = "Check the name, and set HF_TOKEN if the model is private"
        raise TaskError(f"base {reference}: the Hugging Face Hub has no such model. {hint}.") from None
    except errors.RevisionNotFoundError:
        raise TaskError(f"base {reference}: the model has no revision {revision}. See {page}/tree/main.") from None
    except errors.RemoteEntryNotFoundError:
        raise TaskError(f"base {reference}: the model has no file {file}. See {page}/tree/main.") from None
    except errors.HfHubHTTPError as error:
        status = error.response.status_code
        hint = "Check HF_TOKEN" if status in (401, 403) else "Try again later"
        raise TaskError(f"base {reference}: the Hugging Face Hub answers {status}. {hint}.") from None
    except (errors.LocalEntryNotFoundError, ConnectionError) as error:
        hint = "Check the network, or give a folder that is on this machine"
        raise TaskError(f"base {reference}: the Hugging Face Hub cannot be reached. {hint}.") from error


def from_kaggle(reference: str, rest: str) -> Path:
    import kagglehub
    import requests
    from kagglehub.exceptions import KaggleApiHTTPError, UnauthenticatedError

    if rest.count("/") not in (3, 4):
        raise TaskError(f"base {reference}: is not kaggle://owner/model/framework/variation[/version]. Spell it so.")
    try:
        return Path(kagglehub.model_download(rest))
    except (KaggleApiHTTPError, UnauthenticatedError) as error:
        hint = f"Accept its licence at https://www.kaggle.com/models/{rest} and set KAGGLE_USERNAME and KAGGLE_KEY"
        raise TaskError(f"base {reference}: {first_line(error)}. {hint}.") from error
    except requests.RequestException as error:
        hint = "Check the network, or give a folder that is on this machine"
        raise TaskError(f"base {reference}: Kaggle cannot be reached. {hint}.") from error


def raise_unless_disk_full(error: BaseException) -> None:
    """A full disk is reported as such by whoever runs the task."""
    if isinstance(error, OSError) and error.errno is not None and error.errno in DISK_FULL:
        raise error


def first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")
